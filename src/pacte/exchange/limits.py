"""How big a plan file may be. Far above any real plan, far below what hurts a server."""

from __future__ import annotations

MAX_FILE_BYTES = 10 * 1024 * 1024
MAX_ANSWER_BYTES = 24 * 1024 * 1024
MAX_ROWS = 5_000
MAX_COLUMNS = 200
MAX_CELLS = 200_000
MAX_SHEETS = 50
MAX_CELL_TEXT = 32_767
"""What a cell of a spreadsheet can hold at most, whatever the tool that wrote it."""
MAX_TEXT = 8 * 1024 * 1024
MAX_MEMBERS = 1_000
MAX_MEMBER_NAME = 255
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM_BYTES = 1024 * 1024
MAX_XML_DEPTH = 64
MAX_YAML_DEPTH = 30
MAX_YAML_NODES = 100_000
MAX_YAML_SCALAR = 100_000

CHILD_ADDRESS_SPACE = 512 * 1024 * 1024
CHILD_CPU_SECONDS = 5
CHILD_WALL_SECONDS = 15.0
