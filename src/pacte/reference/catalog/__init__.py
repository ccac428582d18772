"""Layouts of the official files that pacte reads, one module per layout, loaded by walking this package."""
