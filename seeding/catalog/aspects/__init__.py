"""What the pack says, a module per subject: functions from the facts of a bank to proposals."""
