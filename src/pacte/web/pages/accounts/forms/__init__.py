"""Forms of this group, by subject."""
