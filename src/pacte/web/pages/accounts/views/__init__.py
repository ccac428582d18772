"""Account views, by subject."""
