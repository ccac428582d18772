"""The counterfactual test: each proof belongs to its action."""
