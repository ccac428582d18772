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
from pacte.web.pages.committees.checklist import pending_checks, preparation_checks
from pacte.web.pages.committees.downloads import pack_download_links, statement_download_links
from pacte.web.pages.committees.formatting import (
    committee_action_links,
    committee_date_text,
    decision_table_columns,
    decision_table_row,
)
from pacte.web.pages.committees.page_context import (
    committee_page_context,
    committee_url,
    content_action_titles,
    has_steering_right,
    plan_content_today,
    readable_committee,
)
from pacte.web.require_login import require_login

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


@require_login
@require_safe
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = readable_committee(actor, code, number)
    line = committee_summary(actor=actor, committee=committee)
    on = today()
    decision_list = decisions_of_committee(actor=actor, committee_id=committee.pk, on=max(on, line.held_on))
    names = content_action_titles(plan_content_today(actor, committee.plan))
    planned = line.state is CommitteeState.PLANNED
    may_prepare = has_steering_right(actor, "committee.prepare", committee.plan)
    context = committee_page_context(committee.plan, (line.title, "")) | {
        "line": line,
        "title": f"{line.title} : que reste-t-il à préparer ?"
        if planned
        else f"Qu’a décidé le {_name_in_sentence(line)} ?",
        "answer": _answer(line, decision_list, on),
        "facts": _facts(line, on),
        "checks": preparation_checks(line, on) if planned else (),
        "agenda_columns": AGENDA_COLUMNS,
        "agenda_rows": agenda_rows(line, code, names),
        "agenda_note": _agenda_note(line),
        "decision_columns": decision_table_columns(),
        "decision_rows": [decision_table_row(each, code, names) for each in decision_list],
        "may_prepare": may_prepare and planned,
        "may_decide": may_prepare and line.state is not CommitteeState.ISSUED and line.held_on <= on,
        "may_issue": may_prepare and line.state is CommitteeState.HELD,
        "urls": {name: committee_url(name, line, code) for name in _PAGE_NAMES},
        "pack_links": pack_download_links(line, code),
        "statement_links": statement_download_links(line, code),
    }
    return render(request, "committees/committee.html", context)


_PAGE_NAMES = ("change", "cancel", "agenda", "pack", "meeting", "statement")


def agenda_rows(line: CommitteeSummary, code: str, names: dict[ActionCode, str]) -> list[list[Any]]:
    return [
        [
            str(rank),
            point.title,
            format_start_time(point.begins_at),
            AGENDA_LABELS[point.kind],
            point.presenter or "–",
            committee_action_links(code, [point.number] if point.number else [], names),
            {"text": str(point.minutes or ""), "value": str(point.minutes or "")},
        ]
        for rank, point in enumerate(line.agenda, start=1)
    ]


def _name_in_sentence(line: CommitteeSummary) -> str:
    """« comité de pilotage de mars »: the name as used inside a sentence."""
    return line.title[:1].lower() + line.title[1:] if line.title.startswith("Comité") else f"comité « {line.title} »"


def _agenda_note(line: CommitteeSummary) -> str:
    if not line.agenda:
        return "aucun point"
    minutes = total_minutes(line.agenda)
    return pluralise(len(line.agenda), "point") + (f", {minutes}\u00a0min" if minutes else "")


def _answer(line: CommitteeSummary, decision_list: list[DecisionSummary], on: date) -> str:
    if line.state is CommitteeState.PLANNED:
        pending_labels = [check.label.lower() for check in pending_checks(preparation_checks(line, on))]
        return f"Il manque : {', '.join(pending_labels)}." if pending_labels else "Tout est prêt."
    decided = pluralise(len(decision_list), "décision") if decision_list else "Aucune décision"
    late = sum(each.status.is_late for each in decision_list)
    closed = sum(each.status.is_closed for each in decision_list)
    rest = f" ; {pluralise(closed, 'est close', 'sont closes')}" if decision_list else ""
    rest += f", {late} en retard" if late else ""
    number = line.statement_number
    return f"{decided}{rest}. {f'Relevé n° {number} envoyé.' if number else 'Le relevé reste à envoyer.'}"


def _facts(line: CommitteeSummary, on: date) -> list[dict[str, str]]:
    days = (line.held_on - on).days
    ahead = f"dans {pluralise(days, 'jour')}" if days > 0 else "aujourd’hui" if days == 0 else ""
    pack_note = f"figé le {format_day(line.frozen_at.date())}" if line.frozen_at else "se fait d’un tour clos"
    return [
        {"label": "Date", "value": committee_date_text(line), "note": ahead},
        {"label": "Lieu", "value": line.place or "à préciser", "note": ""},
        {
            "label": "Tour de mise à jour",
            "value": line.round_label or "aucun",
            "note": {"open": "encore ouvert", "closed": "clos, figé"}.get(line.round_state, ""),
        },
        {
            "label": "Dossier",
            "value": f"édition {line.pack_edition}" if line.has_pack else "à faire",
            "note": pack_note,
        },
        {
            "label": "Relevé",
            "value": f"n° {line.statement_number}" if line.statement_number else "à envoyer",
            "note": f"envoyé le {format_day(line.issued_at.date())}" if line.issued_at else "après la séance",
        },
    ]
