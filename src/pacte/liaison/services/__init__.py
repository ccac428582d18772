"""All that is written of exchanges."""
