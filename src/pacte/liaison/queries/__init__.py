"""All that is read of exchanges."""
