"""What invented stories read of the invented region."""
