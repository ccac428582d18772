"""Laws of the offer. Pure."""
