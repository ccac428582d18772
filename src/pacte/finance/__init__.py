"""Budget lines by stage, imported accounting lines, and what the pact adds to the baseline."""
