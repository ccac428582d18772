"""A protocol as text: its parts for pages and documents, and the differences between two versions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.evaluation.records import PART_WORDS, Part, SheetContent
from pacte.kernel.french import format_day, format_number


def quantity(value: Decimal | None, unit: str) -> str:
    """Formats a quantity as « 68,4 % » or « 0 »; empty for None."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{format_number(value, places)} {unit}".strip()


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part of the protocol as displayed; ``text`` is empty when it is missing."""

    label: str
    text: str
    note: str = ""
    lacks: tuple[str, ...] = ()


def parts(content: SheetContent, missing: Sequence[Part]) -> tuple[PartShown, ...]:
    """Returns the parts in order, with their missing details."""
    baseline_note = ", ".join(
        part
        for part in (
            f"au {format_day(content.baseline_on)}" if content.baseline_on else "",
            f"source : {content.baseline_source}" if content.baseline_source else "",
        )
        if part
    )
    lacks = {part: PART_WORDS[part] for part in missing}
    around = tuple(lacks[part] for part in (Part.BASELINE_DAY, Part.BASELINE_SOURCE) if part in lacks)
    indicator = content.indicator or content.indicator_code
    code = f"code {content.indicator_code}" if content.indicator and content.indicator_code else ""
    target = quantity(content.target_value, content.unit)
    return (
        PartShown("Question", content.question),
        PartShown("Public", content.public),
        PartShown("Indicateur", indicator, code),
        PartShown("Valeur de départ", quantity(content.baseline_value, content.unit), baseline_note, around),
        PartShown("Cible", " : ".join(part for part in (target, content.target) if part)),
        PartShown("Méthode", content.method),
        PartShown("Comparaison", content.comparison),
        PartShown("Source des données", content.source),
        PartShown("Fin de l’expérimentation", format_day(content.end_on) if content.end_on else ""),
    )


_FIELD_WORDS = {
    "question": "question",
    "public": "public",
    "indicator_code": "code de l’indicateur",
    "indicator": "indicateur",
    "baseline_value": "valeur de départ",
    "unit": "unité",
    "baseline_on": "date de la valeur de départ",
    "baseline_source": "source de la valeur de départ",
    "target_value": "cible chiffrée",
    "target": "cible en mots",
    "method": "méthode",
    "comparison": "comparaison",
    "source": "source des données",
    "end_on": "date de fin",
}


@dataclass(frozen=True, slots=True)
class Change:
    label: str
    before: str
    after: str


def changes(before: SheetContent, after: SheetContent) -> tuple[Change, ...]:
    """Returns the differences between two versions, as text."""
    return tuple(
        Change(words, _said(getattr(before, name)), _said(getattr(after, name)))
        for name, words in _FIELD_WORDS.items()
        if getattr(before, name) != getattr(after, name)
    )


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return quantity(value, "")
    return format_day(value) if isinstance(value, date) else str(value)
