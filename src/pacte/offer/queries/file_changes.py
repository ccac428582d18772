"""What a catalogue file changes, row by row, while its import is tried."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pacte.accounts.row_context import system_elevation
from pacte.audit.models import RowChange
from pacte.audit.queries import row_changes_after
from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number, pluralise
from pacte.offer.models import Session, Training, TrainingAction

_LABELS: Mapping[str, str] = {
    "title": "intitulé", "objective": "objectif", "content": "contenu", "expected_results": "résultats attendus",
    "is_certifying": "certifiante", "level_out": "niveau de sortie", "rome_codes": "codes ROME",
    "formacodes": "Formacodes", "certifications": "certifications", "starts_on": "début", "ends_on": "fin",
    "enrol_until": "fin d’inscription", "places_given": "places", "minimum_given": "effectif minimal",
}  # fmt: skip
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """A training or a session that the file adds or changes. ``before`` is empty for what is new."""

    subject: str
    before: str
    after: str


def catalogue_changes(
    *, actor: Actor, file_id: int, since: datetime, after_change: int, limit: int
) -> list[CatalogueChange]:
    """What the file added since that instant, and changed after that change of a row, trainings first."""
    added = Training.objects.filter(file_id=file_id, recorded_at__gte=since).order_by("number")
    changes = [
        CatalogueChange(_training_name(each.title, each.number), "", "nouvelle formation") for each in added[:limit]
    ]
    with system_elevation():
        trainings, sessions = (
            [row for row in row_changes_after(actor=actor, number=after_change, table_name=table, limit=limit)
             if row.after is not None and row.after.get("file_id") == file_id]
            for table in ("offer_training", "offer_session")
        )  # fmt: skip
    changes += [_change(each, _training_name(_after(each)["title"], _after(each)["number"])) for each in trainings]
    titles = _titles_by_action({_after(each)["training_action_id"] for each in sessions})
    changes += [
        _change(each, _session_name(_after(each)["number"], titles[_after(each)["training_action_id"]]))
        for each in sessions
    ]
    fresh = Session.objects.select_related("training_action__training").filter(file_id=file_id)
    known = fresh.filter(recorded_at__gte=since, training_action__training__recorded_at__lt=since)
    changes += [
        CatalogueChange(_session_name(each.number, each.training.title), "", "nouvelle session")
        for each in known.order_by("number")[:limit]
    ]
    return changes[:limit]


def _titles_by_action(action_ids: Collection[int]) -> dict[int, str]:
    actions = TrainingAction.objects.filter(pk__in=action_ids)
    return dict(actions.values_list("pk", "training__title"))


def _after(row: RowChange) -> Mapping[str, Any]:
    return row.after or {}


def _change(row: RowChange, subject: str) -> CatalogueChange:
    before, after = row.before or {}, _after(row)
    if after.get("closed_on") and not before.get("closed_on"):
        return CatalogueChange(subject, "ouverte", "fermée")
    if before.get("closed_on") and not after.get("closed_on"):
        return CatalogueChange(subject, "fermée", "ouverte de nouveau")
    changed = [name for name in _LABELS if before.get(name) != after.get(name)]
    if not changed:
        return CatalogueChange(subject, "", "détail de ses actions ou sessions")
    return CatalogueChange(subject, _values(before, changed), _values(after, changed))


def _values(row: Mapping[str, Any], names: list[str]) -> str:
    return " ; ".join(f"{_LABELS[name]} : {_text(row.get(name))}" for name in names)


def _text(value: object) -> str:
    match value:
        case None | "" | []:
            return "—"
        case bool():
            return "oui" if value else "non"
        case int():
            return format_number(value)
        case [*items]:
            return ", ".join(str(each) for each in items if isinstance(each, str)) or pluralise(len(items), "élément")
        case str() if len(value) > _LONGEST:
            return f"{value[:_LONGEST].rstrip()}…"
    return str(value)


def _training_name(title: str, number: str) -> str:
    return f"{title} ({number})"


def _session_name(number: str, title: str) -> str:
    return f"Session {number}, {title}"
