"""Draws and reads requests. A view makes one call to a room."""
