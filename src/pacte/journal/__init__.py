"""What was done: who, when, on what, why."""
