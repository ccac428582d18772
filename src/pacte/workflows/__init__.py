"""Acts that cross rooms: one verb, one file, one function, one transaction."""
