"""One indicator per file. Definitions I1 to I43 come from the design of this project (« Indicators to ship »)."""
