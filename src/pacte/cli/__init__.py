"""Commands, short, one call each. Adding a command is adding one file to ``commands``."""
