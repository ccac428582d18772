"""Server-side charts: pure functions from small value objects to SVG text, marked safe. No style attribute."""
