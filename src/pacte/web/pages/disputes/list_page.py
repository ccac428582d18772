"""« Quels chiffres se contredisent ? » Open disputes first, nearest deadline first; then the settled ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.accounts.queries import organisation_names
from pacte.indicators.permissions import can_open_any_dispute
from pacte.indicators.queries.disputes import visible_disputes
from pacte.indicators.records.dispute import DISPUTE_OUTCOME_LABELS, DisputeOutcome
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.web.pages.disputes.page_context import (
    DISPUTES_NAV,
    DISPUTES_STYLESHEET,
    dispute_url,
    disputes_region_id,
    request_actor,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.indicators.models import Dispute

DISPUTE_COLUMNS = (
    {"label": "Désaccord"},
    {"label": "Entre"},
    {"label": "Arbitre"},
    {"label": "À trancher avant", "kind": "day"},
    {"label": "Issue"},
)


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor = request_actor(request)
    host_id = disputes_region_id(actor)
    all_disputes = visible_disputes(actor=actor, host_id=host_id)
    names = organisation_names(on=today())
    open_disputes = [each for each in all_disputes if each.settled_on is None]
    late = sum(each.due_on < today() for each in open_disputes)
    values = {
        "nav": DISPUTES_NAV,
        "trail": [{"label": "Désaccords"}],
        "style": DISPUTES_STYLESHEET,
        "answer": f"{pluralise(len(open_disputes), 'désaccord ouvert', 'désaccords ouverts')}, dont {late} en retard ; "
        f"{pluralise(len(all_disputes) - len(open_disputes), 'tranché', 'tranchés')}.",
        "columns": DISPUTE_COLUMNS,
        "rows": [_dispute_row(each, names) for each in all_disputes],
        "open_url": reverse("disputes:open") if can_open_any_dispute(actor, host_id) else "",
    }
    return render(request, "disputes/list.html", values)


def _dispute_row(each: Dispute, names: dict[int, str]) -> list[Any]:
    late = each.settled_on is None and each.due_on < today()
    period = f"du {format_day(each.first_on)} au {format_day(each.last_on)}"
    outcome = DISPUTE_OUTCOME_LABELS[DisputeOutcome(each.outcome)] if each.outcome else "ouvert"
    return [
        {
            "text": each.subject,
            "url": dispute_url(each.number),
            "note": f"n° {each.number}, {period}{', ' + each.territory if each.territory else ''}",
        },
        " et ".join(names.get(body, f"organisme {body}") for body in each.body_ids),
        each.arbiter_name or "à désigner",
        {"text": format_day(each.due_on), "note": "en retard" if late else ""},
        {"text": outcome, "note": f"le {format_day(each.settled_on)}" if each.settled_on else ""},
    ]
