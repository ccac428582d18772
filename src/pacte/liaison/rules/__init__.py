"""Laws of what is exchanged with partners. Pure."""
