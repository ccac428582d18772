"""A protocol as text: its parts for pages and documents, and the differences between two versions. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.evaluation.records import PROTOCOL_PART_LABELS, ProtocolContent, ProtocolPart
from pacte.kernel.french import format_day, format_number


def format_quantity(value: Decimal | None, unit: str) -> str:
    """Formats a quantity as « 68,4 % » or « 0 »; empty for None."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    return f"{format_number(value, places)} {unit}".strip()


@dataclass(frozen=True, slots=True)
class ProtocolPartText:
    """One part of the protocol as displayed; ``text`` is empty when it is missing."""

    label: str
    text: str
    note: str = ""
    lacks: tuple[str, ...] = ()


def protocol_part_texts(content: ProtocolContent, missing: Sequence[ProtocolPart]) -> tuple[ProtocolPartText, ...]:
    """Returns the parts in order, with their missing details."""
    baseline_note = ", ".join(
        part
        for part in (
            f"au {format_day(content.baseline_on)}" if content.baseline_on else "",
            f"source : {content.baseline_source}" if content.baseline_source else "",
        )
        if part
    )
    lacks = {part: PROTOCOL_PART_LABELS[part] for part in missing}
    missing_baseline_parts = tuple(
        lacks[part] for part in (ProtocolPart.BASELINE_DAY, ProtocolPart.BASELINE_SOURCE) if part in lacks
    )
    indicator = content.indicator or content.indicator_code
    code = f"code {content.indicator_code}" if content.indicator and content.indicator_code else ""
    target = format_quantity(content.target_value, content.unit)
    return (
        ProtocolPartText("Question", content.question),
        ProtocolPartText("Public", content.public),
        ProtocolPartText("Indicateur", indicator, code),
        ProtocolPartText(
            "Valeur de départ",
            format_quantity(content.baseline_value, content.unit),
            baseline_note,
            missing_baseline_parts,
        ),
        ProtocolPartText("Cible", " : ".join(part for part in (target, content.target) if part)),
        ProtocolPartText("Méthode", content.method),
        ProtocolPartText("Comparaison", content.comparison),
        ProtocolPartText("Source des données", content.source),
        ProtocolPartText("Fin de l’expérimentation", format_day(content.end_on) if content.end_on else ""),
    )


_FIELD_LABELS = {
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
class ProtocolChange:
    label: str
    before: str
    after: str


def protocol_changes(before: ProtocolContent, after: ProtocolContent) -> tuple[ProtocolChange, ...]:
    """Returns the differences between two versions, as text."""
    return tuple(
        ProtocolChange(label, _format_value(getattr(before, name)), _format_value(getattr(after, name)))
        for name, label in _FIELD_LABELS.items()
        if getattr(before, name) != getattr(after, name)
    )


def _format_value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format_quantity(value, "")
    return format_day(value) if isinstance(value, date) else str(value)
