"""Laws of a learner's journey. Pure."""
