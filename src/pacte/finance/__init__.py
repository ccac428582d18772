"""Where the money is: budget lines by stage, accounting lines received, what the pact adds to the baseline."""
