"""Pages of this group, by subject."""
