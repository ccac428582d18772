"""Documents as plain values: what is kept of one, and whether it may be read. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DocumentCheckKind(StrEnum):
    SCAN = "scan"
    INTEGRITY = "integrity"


class DocumentState(StrEnum):
    """What the verdicts on a document come to. The values after ``WAITING`` are also the results of its checks."""

    ELSEWHERE = "elsewhere"
    """Only a reference: nothing is kept here."""
    UNSCANNED = "unscanned"
    """This installation has no antivirus."""
    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
    INTACT = "intact"
    LOST = "lost"
    ALTERED = "altered"
    REPLACED = "replaced"
    """Flawed, then given again by who applied: the new document stands for it, this one keeps its line."""

    @property
    def may_be_read(self) -> bool:
        return self in (DocumentState.UNSCANNED, DocumentState.CLEAN)

    @property
    def must_be_replaced(self) -> bool:
        """True when its bytes are no longer those that were given: who gave it is asked for it again."""
        return self in (DocumentState.INFECTED, DocumentState.LOST, DocumentState.ALTERED)


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """Bytes that passed inspection. ``digest``: SHA-256 of ``data``, in hexadecimal; ``media_type``: read from them.

    ``is_rewritten``: a picture written anew, without the place nor the device.
    """

    data: bytes
    media_type: str
    digest: str
    is_rewritten: bool = False
