"""How a scheme runs: catalog/<procedure>.py, one file a scheme."""
