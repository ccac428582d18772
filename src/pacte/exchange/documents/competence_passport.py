"""Attested competences for print: one list, or a passport of three families (action 26)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pacte.exchange.documents.pdf_texts import page_text
from pacte.journeys.records import StepKind
from pacte.offer.records import FAMILY_LABELS

if TYPE_CHECKING:
    from pacte.journeys.records import StepRecord

_IN_NO_FAMILY = "Autres compétences"


def competences_by_family(steps: Iterable[StepRecord], note_of: Callable[[StepRecord], str]) -> list[dict[str, Any]]:
    """Groups of « label » and « items », each item once, as last attested; ``note_of`` says when, and by whom.

    The families in their order, then what is in none. One group without a label when nothing has a family; no group
    when nothing is attested.
    """
    by_family: dict[str, dict[str, str]] = {}
    for step in steps:
        if step.kind is StepKind.COMPETENCE_ATTESTED:
            text = str(step.detail.get("competence") or "sans précision")
            by_family.setdefault(str(step.detail.get("family") or ""), {})[text] = note_of(step)
    is_passport = any(by_family.keys() - {""})
    labels = {str(family): label.capitalize() for family, label in FAMILY_LABELS.items()}
    labels[""] = _IN_NO_FAMILY if is_passport else ""
    return [
        {
            "label": page_text(label),
            "items": [{"text": page_text(text), "on": page_text(note)} for text, note in by_family[family].items()],
        }
        for family, label in labels.items()
        if family in by_family
    ]
