"""Forms of the account pages, by subject."""
