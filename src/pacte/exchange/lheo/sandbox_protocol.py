"""Kinds of the messages of the sandboxed readers of catalogues. Pure."""

from __future__ import annotations

from enum import StrEnum

from pacte.infra.sandbox.protocol import REFUSAL


class MessageType(StrEnum):
    """Kind of a message."""

    HEADING = "h"
    PROGRESS = "p"
    DEFECT = "d"
    CODES = "c"
    ROWS = "r"
    QUARANTINE = "q"
    BATCH = "b"
    DIAGNOSIS = "f"
    CORRECTED = "t"
    END = "e"
    REFUSED = REFUSAL
