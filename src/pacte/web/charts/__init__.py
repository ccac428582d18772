"""Server-side charts: pure functions from small value objects to SVG text. No Django, no style attribute."""
