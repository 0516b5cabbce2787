"""The terminal commands, one file per family of them. Like the entries, this room sees all."""
