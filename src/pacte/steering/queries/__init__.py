"""All reads of steering. What an actor may not see is not in the answer."""
