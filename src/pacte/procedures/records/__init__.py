"""Records of procedures: descriptions, case facts, compared options. Pure."""
