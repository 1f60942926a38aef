"""The contents of the pack, a module per subject: functions from the facts of a bank to proposals."""
