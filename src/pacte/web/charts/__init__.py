"""Drawings made on the server: pure functions from small values to SVG text. No Django, no style attribute."""
