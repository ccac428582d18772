"""Rules of the exchanges with partners. Pure."""
