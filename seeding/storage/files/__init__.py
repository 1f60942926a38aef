"""Tables in files: their columns and formats, where the files are, and the record of what they hold."""
