"""Words that every room shares. No Django here."""
