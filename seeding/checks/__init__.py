"""What must hold of a bank: each check asks the databases what they hold, whoever made it."""
