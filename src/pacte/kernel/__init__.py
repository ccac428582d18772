"""Vocabulary shared by every room. No Django, no machinery."""
