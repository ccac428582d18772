"""Services of steering: load, check permissions, decide, write, audit."""
