"""One indicator a file. Definitions I1 to I43 are those of the design of this project (« Indicators to ship »)."""
