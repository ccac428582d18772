"""Kinds of files that come in, one file each."""
