"""« Les deux bras » of the page of an experiment: sessions with and without, their places, their people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.evaluation.permissions import may
from pacte.evaluation.queries import arm_periods
from pacte.evaluation.records import (
    ARM_LABELS,
    LATE_ATTACHMENT_LABELS,
    Arm,
    ArmPeriod,
    LateAttachment,
    ProtocolState,
)
from pacte.journeys.queries.session_outcomes import may_read_session_outcomes
from pacte.journeys.records.counts import CellCounts
from pacte.journeys.rules.ends import COMPLETED
from pacte.kernel.french import format_day, pluralise
from pacte.offer.queries.session_choice import sessions_of_offer
from pacte.web.end_tables import count_cell
from pacte.web.pages.experiments.arm_sides import ArmLine, ArmSide, arm_sides
from pacte.web.pages.experiments.list_page import ExperimentPage
from pacte.web.session_display import session_url
from pacte.web.tables import Cell, Column, Table, cell, day_column, number_cell, number_column

if TYPE_CHECKING:
    from pacte.offer.models import Session

_SHOWN = 20
_ARM_TITLES = {Arm.WITH: "Avec : ce qu’on essaie", Arm.WITHOUT: "Sans : ce à quoi on compare"}
_MASKED_NOTE = (
    "Les places prises, les entrées et les fins d’un bras ne se montrent qu’à qui lit les sessions une à une : "
    "un bras peut compter moins de onze personnes."
)

_LATE_SENTENCES = {
    LateAttachment.AFTER_LOCK: (
        "session l’a été après le verrouillage de la fiche",
        "sessions l’ont été après le verrouillage de la fiche",
    ),
    LateAttachment.AFTER_ENTRY: (
        "session l’a été après sa première entrée",
        "sessions l’ont été après leur première entrée",
    ),
}
_PAST_NOTE = "Les places achetées sont celles d’aujourd’hui ; le reste est de ce jour-là."


def arms_context(page: ExperimentPage) -> dict[str, Any]:
    """Values of the section. Five queries at most; without any session one, and those that name who owes it."""
    on, experiment = page.dated_plan.on, page.detail.experiment
    periods = arm_periods(actor=page.actor, experiment_ids=[experiment.pk], on=on)
    sessions = sessions_of_offer(
        actor=page.actor, host_id=experiment.organisation_id, session_ids={each.session_id for each in periods}
    ) if periods else {}  # fmt: skip
    present = [each for each in periods if each.until is None]
    sides = arm_sides(page, present, sessions) if present else ()
    return {
        "arms_note": f"au {format_day(on)}",
        "arms_actions": _actions(page, has_sessions=bool(present)),
        "arms_absence": "" if present else _absence_sentence(page),
        "arms_late": _late_sentence(sides),
        "arms_comparison": _comparison_table(sides) if sides else None,
        "arms": [_side_context(side) for side in sides],
        "arms_reading": _reading_notes(page) if sides else [],
        "arms_detached": _detached_table([each for each in periods if each.until], sessions),
    }


def _actions(page: ExperimentPage, *, has_sessions: bool) -> list[dict[str, str]]:
    """Verbs of the section: none on a past day, nor for a reader who may not write the experiment."""
    state, number = page.detail.summary.state, page.detail.experiment.number
    if not page.dated_plan.is_today or not may(page.actor, "evaluation.write", page.detail.scope):
        return []
    is_withdrawn = state is ProtocolState.WITHDRAWN
    verbs = (
        (not is_withdrawn and state is not ProtocolState.JUDGED, "Rattacher des sessions", "attach"),
        (not is_withdrawn and has_sessions, "Détacher une session", "detach"),
    )
    return [
        {"label": label, "url": page.url(f"experiments:{name}", number)} for is_shown, label, name in verbs if is_shown
    ]


def _absence_sentence(page: ExperimentPage) -> str:
    line = page.detail.summary
    if line.state in (ProtocolState.WITHDRAWN, ProtocolState.JUDGED):
        return "Aucune session n’a été rattachée à cette expérimentation : rien ne s’y compte."
    [responsible] = page.responsible_names([line])
    return (
        "Aucune session n’est rattachée à cette expérimentation : rien ne dit qui essaie, ni à qui on compare. "
        f"À faire par {responsible}."
    )


def _late_sentence(sides: Sequence[ArmSide]) -> str:
    """« 2 sessions rattachées après leur première entrée… »; empty when all were registered in advance."""
    late = [line.lateness for side in sides for line in side.lines]
    parts = [pluralise(late.count(why), *sentences) for why, sentences in _LATE_SENTENCES.items() if why in late]
    return f"{' et '.join(parts)} : les bras ne sont plus ceux inscrits à l’avance." if parts else ""


def _comparison_table(sides: Sequence[ArmSide]) -> Table[ArmSide]:
    has_people = any(side.people for side in sides)
    return Table(
        sides,
        Column("Bras", lambda side: ARM_LABELS[side.arm].capitalize()),
        number_column("Sessions", lambda side: number_cell(len(side.lines))),
        number_column("Places achetées", lambda side: number_cell(sum(line.places.bought for line in side.lines))),
        number_column("Places prises", lambda side: _people_cell(side.people, "taken")) if has_people else None,
        number_column("Personnes entrées", lambda side: _people_cell(side.people, "entered")) if has_people else None,
        number_column("Fins enregistrées", lambda side: _people_cell(side.people, "ended")) if has_people else None,
        number_column("Menées à terme", lambda side: _people_cell(side.people, *COMPLETED)) if has_people else None,
        id="bras",
        caption="Les deux bras de l’expérimentation",
    )


def _side_context(side: ArmSide) -> dict[str, Any]:
    rest = len(side.lines) - _SHOWN
    return {
        "id": f"bras-{side.arm}",
        "title": _ARM_TITLES[side.arm],
        "table": _session_table(side),
        "rest": f"… et {pluralise(rest, 'session plus ancienne', 'sessions plus anciennes')}." if rest > 0 else "",
    }


def _session_table(side: ArmSide) -> Table[ArmLine]:
    has_people = any(line.people for line in side.lines)
    return Table(
        side.lines[:_SHOWN],
        Column("Session", lambda line: _session_cell(line.session, _attachment_note(line))),
        day_column("Début", lambda line: _start_text(line.session)),
        number_column("Achetées", lambda line: number_cell(line.places.bought)),
        number_column("Entrées", lambda line: _people_cell(line.people, "entered")) if has_people else None,
        number_column("À terme", lambda line: _people_cell(line.people, *COMPLETED)) if has_people else None,
        id=f"sessions-{side.arm}",
        caption=f"Sessions du bras « {ARM_LABELS[side.arm]} »",
        empty="Aucune session dans ce bras : il n’y a rien à comparer.",
    )


def _session_cell(session: Session, note: str) -> Cell:
    town = session.site.town if session.site else ""
    where = " · ".join(part for part in (session.training.provider.name, town, note) if part)
    return cell(session.training.title, url=session_url(session.triplet), note=where)


def _attachment_note(line: ArmLine) -> str:
    late = f", {LATE_ATTACHMENT_LABELS[line.lateness]}" if line.lateness else ""
    return f"rattachée le {format_day(line.period.since)}{late}"


def _start_text(session: Session) -> str:
    return session.starts_on.strftime("%d/%m/%Y") if session.starts_on else ""


def _people_cell(people: CellCounts | None, *names: str) -> Cell:
    """Sum of these counts; « masqué » when one of them is hidden, empty for a reader without small counts."""
    if people is None:
        return ""
    counts = [people.of(name) if people.counts(name) else 0 for name in names]
    shown = [count for count in counts if count is not None]
    return count_cell(sum(shown) if len(shown) == len(counts) else None)


def _reading_notes(page: ExperimentPage) -> list[str]:
    experiment = page.detail.experiment
    is_open = may_read_session_outcomes(actor=page.actor, host_id=experiment.organisation_id)
    return [
        *([] if page.dated_plan.is_today else [_PAST_NOTE]),
        *([] if is_open else [_MASKED_NOTE]),
    ]


def _detached_table(periods: Sequence[ArmPeriod], sessions: Mapping[int, Session]) -> Table[ArmPeriod] | None:
    if not periods:
        return None
    return Table(
        sorted(periods, key=lambda each: each.until or date.min, reverse=True),
        Column("Session", lambda each: _session_cell(sessions[each.session_id], "")),
        Column("Bras", lambda each: ARM_LABELS[each.arm]),
        day_column("Du", lambda each: each.since.strftime("%d/%m/%Y")),
        day_column("Au", lambda each: each.until.strftime("%d/%m/%Y") if each.until else ""),
        Column("Pourquoi", lambda each: cell(each.end_reason, note=each.ended_by)),
        id="detachees",
        caption="Sessions détachées",
    )
