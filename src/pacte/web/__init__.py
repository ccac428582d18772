"""Web layer: parses requests and renders responses. A view makes one call to a room."""
