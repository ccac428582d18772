"""« Que contient le relevé ? »: a preview before it is issued, then exactly what was issued."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.steering.queries.committees import committee_summary, issued_statement
from pacte.steering.queries.decisions import decisions_of_committee
from pacte.steering.records.enums import CommitteeState
from pacte.steering.services.statements import issue_statement
from pacte.web.pages.committees.files import statement_links
from pacte.web.pages.committees.frame import (
    action_names,
    address,
    allowed,
    content_today,
    frame,
    is_synthetic,
    one,
    version_said,
)
from pacte.web.pages.committees.words import decision_columns, decision_row, whole
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.steering.records.meetings import CommitteeSummary
    from pacte.steering.records.statement import Statement

_COLUMNS = (
    {"label": "Réf."},
    {"label": "Décision"},
    {"label": "Actions"},
    {"label": "Responsable"},
    {"label": "Échéance", "kind": "day"},
    {"label": "À vérifier le", "kind": "day"},
)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = one(actor, code, number)
    names = action_names(content_today(actor, committee.plan))
    if request.method == "POST":
        issued = issue_statement(
            actor=actor,
            committee=committee,
            on=today(),
            version=version_said(actor, committee.plan),
            titles=names,
            address_of=lambda decided: reverse("committees:decision", args=[code, decided]),
            synthetic=is_synthetic(),
        )
        messages.success(request, f"Le relevé n° {issued.statement_number} est envoyé aux responsables.")
        return HttpResponseRedirect(address("statement", committee, code))
    line = committee_summary(actor=actor, committee=committee)
    statement = issued_statement(actor=actor, committee=committee)
    taken = decisions_of_committee(actor=actor, committee_id=committee.pk, on=max(today(), line.held_on))
    ownerless = [each.ref for each in taken if each.owner_id is None and each.owner_body_id is None]
    ready = line.state is CommitteeState.HELD and allowed(actor, "committee.issue", committee.plan)
    context = frame(committee.plan, (line.title, address("page", line, code)), ("Relevé", "")) | {
        "line": line,
        "statement": statement,
        "title": f"Que dit le relevé n° {statement.number} ?" if statement else "Que dira le relevé ?",
        "answer": _sent(statement) if statement else _to_send(line, len(taken), ownerless),
        "columns": _COLUMNS if statement else decision_columns(),
        "rows": _rows(statement) if statement else [decision_row(each, code, names) for each in taken],
        "may_issue": ready and not ownerless,
        "links": statement_links(line, code),
        "digest": committee.statement_digest,
        "meeting_url": address("meeting", line, code) if ready else "",
    }
    return render(request, "committees/statement.html", context)


def _sent(statement: Statement) -> str:
    decided = pluralise(len(statement.decisions), "décision") if statement.decisions else "Aucune décision"
    return f"{decided}, comme elles ont été envoyées le {format_day(statement.issued_on)} par {statement.issued_by}."


def _to_send(line: CommitteeSummary, count: int, ownerless: list[str]) -> str:
    if line.state is CommitteeState.PLANNED:
        return "Rien encore : la séance n’est pas tenue."
    if ownerless:
        return f"Il manque un responsable à {', '.join(ownerless)} : un relevé dit qui fait quoi."
    return (
        f"{pluralise(count, 'décision') if count else 'Aucune décision'} à envoyer. Une fois parti, il ne change plus."
    )


def _rows(statement: Statement) -> list[list[Any]]:
    return [
        [
            each.ref,
            {"text": each.text, "note": f"effet attendu : {each.effect}" if each.effect else ""},
            "\n".join(each.actions) or "–",
            each.owner,
            whole(each.due),
            whole(each.check or "–"),
        ]
        for each in statement.decisions
    ]
