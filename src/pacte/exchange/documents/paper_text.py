"""What is printed of a paper of a case: its frozen content, and who has signed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SIMPLE_SIGNATURE = (
    "Signature électronique simple, au sens de l’article 25 du règlement (UE) n° 910/2014 : qui, quand, et l’empreinte "
    "du texte lu. Ce n’est pas une signature avancée."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPaper:
    """``content``: as it was frozen. ``signatures``: each name, and how it signed, "" while it has not."""

    content: Mapping[str, Any]
    label: str
    number: int
    digest: str
    version: int
    made_on: date
    signatures: tuple[tuple[str, str], ...]
    is_outdated: bool
    synthetic: bool = False
