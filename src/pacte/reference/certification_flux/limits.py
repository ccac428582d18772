"""Size limits of a flux. Real ones weigh half a gigabyte, and a record some hundred kilobytes."""

from __future__ import annotations

VERSION = "4.1"
ROOT = "FICHES"
SHEET = "FICHE"

MOST_BYTES = 4 * 1024**3
MOST_RATIO = 200
"""Of what is unpacked to what was sent."""
RATIO_FROM = 16 * 1024**2
DEEPEST = 12
MOST_NODES = 500_000
"""Elements of one sheet, its partners included."""
LONGEST_SHEET = 8_000_000
MOST_SHEETS = 500_000

CHILD_ADDRESS_SPACE = 512 * 1024**2
CHILD_CPU_SECONDS = 1_200
SILENCE_SECONDS = 120.0
"""The child that says nothing for so long is stopped."""
LONGEST_MESSAGE = 16 * 1024**2
