"""The rules as machine code: the very functions that the machine for one person runs, read and compiled."""
