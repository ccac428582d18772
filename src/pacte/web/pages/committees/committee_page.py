"""One committee: what remains to prepare before it, what it decided after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.steering.queries.committees import committee_summary
from pacte.steering.queries.decisions import decisions_of_committee
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import AGENDA_LABELS
from pacte.steering.rules.agenda_order import total_minutes
from pacte.steering.rules.pack_builder import format_start_time
from pacte.web.pages.committees.checklist import missing, to_prepare
from pacte.web.pages.committees.files import pack_links, statement_links
from pacte.web.pages.committees.frame import action_names, address, allowed, content_today, frame, one
from pacte.web.pages.committees.words import action_links, decision_columns, decision_row, when
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from datetime import date

    from pacte.kernel.actor import Actor
    from pacte.steering.records.meetings import CommitteeSummary, DecisionSummary

AGENDA_COLUMNS = (
    {"label": "N°"},
    {"label": "Point"},
    {"label": "Heure"},
    {"label": "Attendu"},
    {"label": "Par"},
    {"label": "Action"},
    {"label": "Minutes", "kind": "num"},
)


@signed_in
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = one(actor, code, number)
    line = committee_summary(actor=actor, committee=committee)
    on = today()
    taken = decisions_of_committee(actor=actor, committee_id=committee.pk, on=max(on, line.held_on))
    names = action_names(content_today(actor, committee.plan))
    planned = line.state is CommitteeState.PLANNED
    may_prepare = allowed(actor, "committee.prepare", committee.plan)
    context = frame(committee.plan, (line.title, "")) | {
        "line": line,
        "title": f"{line.title} : que reste-t-il à préparer ?" if planned else f"Qu’a décidé le {_named(line)} ?",
        "answer": _answer(line, taken, on),
        "facts": _facts(line, on),
        "checks": to_prepare(line, on) if planned else (),
        "agenda_columns": AGENDA_COLUMNS,
        "agenda_rows": agenda_rows(line, code, names),
        "agenda_note": _agenda_note(line),
        "decision_columns": decision_columns(),
        "decision_rows": [decision_row(each, code, names) for each in taken],
        "may_prepare": may_prepare and planned,
        "may_decide": may_prepare and line.state is not CommitteeState.ISSUED and line.held_on <= on,
        "may_issue": may_prepare and line.state is CommitteeState.HELD,
        "urls": {name: address(name, line, code) for name in _PAGES},
        "pack_links": pack_links(line, code),
        "statement_links": statement_links(line, code),
    }
    return render(request, "committees/committee.html", context)


_PAGES = ("change", "cancel", "agenda", "pack", "meeting", "statement")


def agenda_rows(line: CommitteeSummary, code: str, names: dict[ActionCode, str]) -> list[list[Any]]:
    return [
        [
            str(rank),
            point.title,
            format_start_time(point.begins_at),
            AGENDA_LABELS[point.kind],
            point.presenter or "–",
            action_links(code, [point.number] if point.number else [], names),
            {"text": str(point.minutes or ""), "value": str(point.minutes or "")},
        ]
        for rank, point in enumerate(line.agenda, start=1)
    ]


def _named(line: CommitteeSummary) -> str:
    """« comité de pilotage de mars »: the name as used inside a sentence."""
    return line.title[:1].lower() + line.title[1:] if line.title.startswith("Comité") else f"comité « {line.title} »"


def _agenda_note(line: CommitteeSummary) -> str:
    if not line.agenda:
        return "aucun point"
    minutes = total_minutes(line.agenda)
    return pluralise(len(line.agenda), "point") + (f", {minutes}\u00a0min" if minutes else "")


def _answer(line: CommitteeSummary, taken: list[DecisionSummary], on: date) -> str:
    if line.state is CommitteeState.PLANNED:
        left = [check.label.lower() for check in missing(to_prepare(line, on))]
        return f"Il manque : {', '.join(left)}." if left else "Tout est prêt."
    decided = pluralise(len(taken), "décision") if taken else "Aucune décision"
    late = sum(each.status.is_late for each in taken)
    closed = sum(each.status.is_closed for each in taken)
    rest = f" ; {pluralise(closed, 'est close', 'sont closes')}" if taken else ""
    rest += f", {late} en retard" if late else ""
    number = line.statement_number
    return f"{decided}{rest}. {f'Relevé n° {number} envoyé.' if number else 'Le relevé reste à envoyer.'}"


def _facts(line: CommitteeSummary, on: date) -> list[dict[str, str]]:
    days = (line.held_on - on).days
    ahead = f"dans {pluralise(days, 'jour')}" if days > 0 else "aujourd’hui" if days == 0 else ""
    made = f"figé le {format_day(line.frozen_at.date())}" if line.frozen_at else "se fait d’un tour clos"
    return [
        {"label": "Date", "value": when(line), "note": ahead},
        {"label": "Lieu", "value": line.place or "à préciser", "note": ""},
        {
            "label": "Tour de mise à jour",
            "value": line.round_label or "aucun",
            "note": {"open": "encore ouvert", "closed": "clos, figé"}.get(line.round_state, ""),
        },
        {"label": "Dossier", "value": f"édition {line.pack_edition}" if line.has_pack else "à faire", "note": made},
        {
            "label": "Relevé",
            "value": f"n° {line.statement_number}" if line.statement_number else "à envoyer",
            "note": f"envoyé le {format_day(line.issued_at.date())}" if line.issued_at else "après la séance",
        },
    ]
