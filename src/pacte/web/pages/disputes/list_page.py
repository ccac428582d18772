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
from pacte.web.pages.disputes.frame import NAV, STYLE, actor_in, dispute_url, region_of
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.indicators.models import Dispute

COLUMNS = (
    {"label": "Désaccord"},
    {"label": "Entre"},
    {"label": "Arbitre"},
    {"label": "À trancher avant", "kind": "day"},
    {"label": "Issue"},
)


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    host_id = region_of(actor)
    found = visible_disputes(actor=actor, host_id=host_id)
    names = organisation_names(on=today())
    standing = [each for each in found if each.settled_on is None]
    late = sum(each.due_on < today() for each in standing)
    values = {
        "nav": NAV,
        "trail": [{"label": "Désaccords"}],
        "style": STYLE,
        "answer": f"{pluralise(len(standing), 'désaccord ouvert', 'désaccords ouverts')}, dont {late} en retard ; "
        f"{pluralise(len(found) - len(standing), 'tranché', 'tranchés')}.",
        "columns": COLUMNS,
        "rows": [_row(each, names) for each in found],
        "open_url": reverse("disputes:open") if can_open_any_dispute(actor, host_id) else "",
    }
    return render(request, "disputes/list.html", values)


def _row(each: Dispute, names: dict[int, str]) -> list[Any]:
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
