"""All writes of steering: load, refuse, decide, write, journal."""
