"""Command line: short commands, one service call each. To add a command, add a file to ``commands``."""
