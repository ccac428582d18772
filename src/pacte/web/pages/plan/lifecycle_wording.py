"""Status and succession of an action, in sentences that name the version. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pacte.kernel.french import apply_french_spacing, format_day
from pacte.plan.records import ActionState, ActionStatus, LineageKind, VersionState
from pacte.plan.rules.labels import ACTION_STATES

if TYPE_CHECKING:
    from pacte.plan.queries import VersionSummary


@dataclass(frozen=True, slots=True)
class ActionStatusWording:
    """The sentence above the action details: ``strong`` first, then the rest."""

    strong: str
    rest: str
    is_ended: bool


def action_status_wording(status: ActionStatus | None, version: VersionSummary | None) -> ActionStatusWording | None:
    """« Action abandonnée par l’avenant n° 1, voté le 10 décembre 2020, à compter du 1ᵉʳ janvier 2021. Motif : … »."""
    if status is None:
        return None
    who = f" par {version_phrase(version)}" if version else ""
    since = f", à compter du {format_day(status.since)}" if status.since else ""
    reason = f" Motif : {status.reason.rstrip('.')}." if status.reason else ""
    is_ended = status.state in (ActionState.ABANDONED, ActionState.SPLIT, ActionState.MERGED)
    rest = f"{reason} Sa fiche reste lisible, et ce qui lui est rattaché le reste." if is_ended else reason
    return ActionStatusWording(
        apply_french_spacing(f"Action {ACTION_STATES[status.state]}{who}{since}."),
        apply_french_spacing(rest.strip()),
        is_ended=is_ended,
    )


def version_phrase(line: VersionSummary) -> str:
    """« l’avenant n° 1, voté le 10 décembre 2020 », « le projet d’avenant 2, non voté »."""
    if line.state is VersionState.DRAFT:
        return f"« {line.label} », non voté"
    number = line.label.removeprefix("Avenant ").strip()
    name = f"l’avenant n°\u00a0{number}" if number.isdecimal() else f"« {line.label} »"
    return f"{name}, voté le {format_day(line.voted_on)}" if line.voted_on else name


def succession_phrase(kind: LineageKind, *, is_origin: bool) -> str:
    """Phrase before the name of the other action: its origin, or its successor."""
    return _ORIGIN_PHRASES[kind] if is_origin else _SUCCESSOR_PHRASES[kind]


_ORIGIN_PHRASES = {
    LineageKind.SPLIT: "Issue du partage de",
    LineageKind.MERGE: "Reprend",
    LineageKind.CONTINUES: "Continue",
}
_SUCCESSOR_PHRASES = {
    LineageKind.SPLIT: "Partagée vers",
    LineageKind.MERGE: "Reprise par",
    LineageKind.CONTINUES: "Continuée par",
}
