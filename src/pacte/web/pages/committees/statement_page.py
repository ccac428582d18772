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
from pacte.web.pages.committees.downloads import statement_download_links
from pacte.web.pages.committees.formatting import decision_table_columns, decision_table_row, no_wrap_text
from pacte.web.pages.committees.page_context import (
    committee_page_context,
    committee_url,
    content_action_titles,
    has_steering_right,
    is_demo_instance,
    plan_content_today,
    readable_committee,
    version_in_force_text,
)
from pacte.web.require_login import require_login

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


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = readable_committee(actor, code, number)
    names = content_action_titles(plan_content_today(actor, committee.plan))
    if request.method == "POST":
        issued = issue_statement(
            actor=actor,
            committee=committee,
            on=today(),
            version=version_in_force_text(actor, committee.plan),
            titles=names,
            address_of=lambda decided: reverse("committees:decision", args=[code, decided]),
            synthetic=is_demo_instance(),
        )
        messages.success(request, f"Le relevé n° {issued.statement_number} est envoyé aux responsables.")
        return HttpResponseRedirect(committee_url("statement", committee, code))
    line = committee_summary(actor=actor, committee=committee)
    statement = issued_statement(actor=actor, committee=committee)
    decision_list = decisions_of_committee(actor=actor, committee_id=committee.pk, on=max(today(), line.held_on))
    ownerless = [each.ref for each in decision_list if each.owner_id is None and each.owner_body_id is None]
    ready = line.state is CommitteeState.HELD and has_steering_right(actor, "committee.issue", committee.plan)
    context = committee_page_context(
        committee.plan, (line.title, committee_url("page", line, code)), ("Relevé", "")
    ) | {
        "line": line,
        "statement": statement,
        "title": f"Que dit le relevé n° {statement.number} ?" if statement else "Que dira le relevé ?",
        "answer": _issued_answer(statement) if statement else _draft_answer(line, len(decision_list), ownerless),
        "columns": _COLUMNS if statement else decision_table_columns(),
        "rows": _statement_rows(statement)
        if statement
        else [decision_table_row(each, code, names) for each in decision_list],
        "may_issue": ready and not ownerless,
        "links": statement_download_links(line, code),
        "digest": committee.statement_digest,
        "meeting_url": committee_url("meeting", line, code) if ready else "",
    }
    return render(request, "committees/statement.html", context)


def _issued_answer(statement: Statement) -> str:
    decided = pluralise(len(statement.decisions), "décision") if statement.decisions else "Aucune décision"
    return f"{decided}, comme elles ont été envoyées le {format_day(statement.issued_on)} par {statement.issued_by}."


def _draft_answer(line: CommitteeSummary, count: int, ownerless: list[str]) -> str:
    if line.state is CommitteeState.PLANNED:
        return "Rien encore : la séance n’est pas tenue."
    if ownerless:
        return f"Il manque un responsable à {', '.join(ownerless)} : un relevé dit qui fait quoi."
    return (
        f"{pluralise(count, 'décision') if count else 'Aucune décision'} à envoyer. Une fois parti, il ne change plus."
    )


def _statement_rows(statement: Statement) -> list[list[Any]]:
    return [
        [
            each.ref,
            {"text": each.text, "note": f"effet attendu : {each.effect}" if each.effect else ""},
            "\n".join(each.actions) or "–",
            each.owner,
            no_wrap_text(each.due),
            no_wrap_text(each.check or "–"),
        ]
        for each in statement.decisions
    ]
