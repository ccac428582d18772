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
class Told:
    """The sentence above the action details: ``strong`` first, then the rest."""

    strong: str
    rest: str
    is_ended: bool


def told(standing: ActionStatus | None, by: VersionSummary | None) -> Told | None:
    """« Action abandonnée par l’avenant n° 1, voté le 10 décembre 2020, à compter du 1ᵉʳ janvier 2021. Motif : … »."""
    if standing is None:
        return None
    who = f" par {version_words(by)}" if by else ""
    since = f", à compter du {format_day(standing.since)}" if standing.since else ""
    reason = f" Motif : {standing.reason.rstrip('.')}." if standing.reason else ""
    is_ended = standing.state in (ActionState.ABANDONED, ActionState.SPLIT, ActionState.MERGED)
    rest = f"{reason} Sa fiche reste lisible, et ce qui lui est rattaché le reste." if is_ended else reason
    return Told(
        apply_french_spacing(f"Action {ACTION_STATES[standing.state]}{who}{since}."),
        apply_french_spacing(rest.strip()),
        is_ended=is_ended,
    )


def version_words(line: VersionSummary) -> str:
    """« l’avenant n° 1, voté le 10 décembre 2020 », « le projet d’avenant 2, non voté »."""
    if line.state is VersionState.DRAFT:
        return f"« {line.label} », non voté"
    number = line.label.removeprefix("Avenant ").strip()
    name = f"l’avenant n°\u00a0{number}" if number.isdecimal() else f"« {line.label} »"
    return f"{name}, voté le {format_day(line.voted_on)}" if line.voted_on else name


def opening(kind: LineageKind, *, is_origin: bool) -> str:
    """Phrase before the name of the other action: its origin, or its successor."""
    return _FROM[kind] if is_origin else _TO[kind]


_FROM = {
    LineageKind.SPLIT: "Issue du partage de",
    LineageKind.MERGE: "Reprend",
    LineageKind.CONTINUES: "Continue",
}
_TO = {
    LineageKind.SPLIT: "Partagée vers",
    LineageKind.MERGE: "Reprise par",
    LineageKind.CONTINUES: "Continuée par",
}
