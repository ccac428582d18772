"""How benches measure: temporary databases, timed requests, processor time."""
