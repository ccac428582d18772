"""What the sandboxed reader of rows tells its parent. Pure."""

from __future__ import annotations

from enum import StrEnum


class RowMessage(StrEnum):
    """``HEADING``: [line, cells, sheet]; ``ROWS``: a list of [line, cells]; ``END``: their number."""

    HEADING = "h"
    ROWS = "r"
    END = "e"
