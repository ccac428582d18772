"""Inbox of partner messages: stored first, then parsed, applied in order within a case, or resolved by a person."""
