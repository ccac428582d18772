"""One file a format that plans are written in: its name, its standard, how it is read, how it is written."""
