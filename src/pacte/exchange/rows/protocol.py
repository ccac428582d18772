"""What the sandboxed reader of rows tells its parent. Pure."""

from enum import StrEnum


class RowMessage(StrEnum):
    """``HEADING``: [line, cells, sheet]; ``ROWS``: a list of [line, cells]; ``END``: their number."""

    HEADING = "h"
    ROWS = "r"
    END = "e"
