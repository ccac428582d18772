"""Business rules of the offer. Pure."""
