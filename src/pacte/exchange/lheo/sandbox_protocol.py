"""What the sandboxed readers of catalogues are told, and the kinds of their messages. Pure."""

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


STAGED_TABLES = ("provider", "site", "training", "action", "session", "seen")
"""Those of ``offer.records.staging``, in its order: importing that package would double the start of a worker."""


class ImportPart(StrEnum):
    """What the reader of an import does: ``SCAN``, its heading, at the end of a file that is well formed; ``ROWS``, all
    that follows, at the same time.
    """

    WHOLE = "whole"
    SCAN = "scan"
    ROWS = "rows"
