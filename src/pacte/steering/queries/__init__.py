"""Queries of steering. Results exclude what the actor may not see."""
