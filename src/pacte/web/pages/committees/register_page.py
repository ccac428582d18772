"""« Que sont devenues les décisions ? »: the register, with its filters in the URL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.kernel.clock import today
from pacte.kernel.french import pluralise
from pacte.web.pages.committees.decision_filters import (
    ACTION_PARAM,
    OWNER_PARAM,
    SEARCH_PARAM,
    STATE_FILTERS,
    STATE_PARAM,
    FilteredDecisions,
    filter_decisions,
    pressing_decisions_text,
)
from pacte.web.pages.committees.formatting import decision_table_columns, decision_table_row
from pacte.web.pages.committees.page_context import (
    committee_page_context,
    content_action_titles,
    plan_content_today,
    plan_with_readable_committees,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

_FILTER_LABELS = {ACTION_PARAM: "action {}", OWNER_PARAM: "responsable : {}", SEARCH_PARAM: "mots : {}"}


@require_login
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_with_readable_committees(actor, code)
    on = today()
    filtered = filter_decisions(actor, plan, request.GET, on)
    names = content_action_titles(plan_content_today(actor, plan))
    numbers = sorted({number for line in filtered.every for number in line.actions})
    context = committee_page_context(plan, decisions=True) | {
        "answer": _answer(filtered, pressing_decisions_text(filtered.every, on)),
        "columns": decision_table_columns(),
        "rows": [decision_table_row(line, code, names) for line in filtered.matching],
        "count": f"{pluralise(len(filtered.matching), 'décision')} sur {len(filtered.every)}",
        "chips": [
            {"label": _chip_label(name, value), "url": _query_without(filtered.active_filters, name)}
            for name, value in filtered.active_filters.items()
        ],
        "kept": {
            name: filtered.active_filters.get(name, "")
            for name in (STATE_PARAM, ACTION_PARAM, OWNER_PARAM, SEARCH_PARAM)
        },
        "states": [
            {"value": value, "label": label, "chosen": filtered.active_filters.get(STATE_PARAM) == value}
            for value, (label, _) in STATE_FILTERS.items()
        ],
        "actions": [
            {
                "value": str(n),
                "label": f"{n} {names.get(n, '')}",
                "chosen": filtered.active_filters.get(ACTION_PARAM) == str(n),
            }
            for n in numbers
        ],
        "owners": [
            {"value": each, "label": each, "chosen": filtered.active_filters.get(OWNER_PARAM) == each}
            for each in filtered.owners
        ],
        "file_url": reverse("committees:register_file", args=[code]) + _query(filtered.active_filters),
        "clear_url": reverse("committees:decisions", args=[code]),
        "list_url": reverse("committees:list", args=[code]),
        "empty": "Aucune décision ne répond à ces filtres."
        if filtered.active_filters
        else "Aucun comité n’a encore décidé.",
    }
    return render(request, "committees/register.html", context)


def _answer(filtered: FilteredDecisions, pressing_text: str) -> str:
    if not filtered.every:
        return "Aucune décision n’est encore écrite."
    open_count = sum(not line.status.is_closed for line in filtered.every)
    text = pluralise(len(filtered.every), "décision")
    if not open_count:
        return f"{text}, toutes closes."
    text += f" ; {pluralise(open_count, 'est encore ouverte', 'sont encore ouvertes')}"
    return f"{text} : {pressing_text}." if pressing_text else f"{text}, rien ne presse."


def _chip_label(name: str, value: str) -> str:
    return STATE_FILTERS[value][0] if name == STATE_PARAM else _FILTER_LABELS[name].format(value)


def _query_without(active_filters: Mapping[str, str], name: str) -> str:
    return _query({each: value for each, value in active_filters.items() if each != name}) or "?"


def _query(active_filters: Mapping[str, str]) -> str:
    return f"?{urlencode(active_filters)}" if active_filters else ""
