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
from pacte.web.pages.committees.filters import ACTION, OWNER, STATE, STATES, WORDS, Chosen, chosen, pressing
from pacte.web.pages.committees.frame import action_names, content_today, frame, readable_plan
from pacte.web.pages.committees.words import decision_columns, decision_row
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor

_LABELS = {ACTION: "action {}", OWNER: "responsable : {}", WORDS: "mots : {}"}


@signed_in
@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = readable_plan(actor, code)
    on = today()
    found = chosen(actor, plan, request.GET, on)
    names = action_names(content_today(actor, plan))
    numbers = sorted({number for line in found.every for number in line.actions})
    context = frame(plan, decisions=True) | {
        "answer": _answer(found, pressing(found.every, on)),
        "columns": decision_columns(),
        "rows": [decision_row(line, code, names) for line in found.lines],
        "count": f"{pluralise(len(found.lines), 'décision')} sur {len(found.every)}",
        "chips": [
            {"label": _chip(name, value), "url": _without(found.kept, name)} for name, value in found.kept.items()
        ],
        "kept": {name: found.kept.get(name, "") for name in (STATE, ACTION, OWNER, WORDS)},
        "states": [
            {"value": value, "label": label, "chosen": found.kept.get(STATE) == value}
            for value, (label, _) in STATES.items()
        ],
        "actions": [
            {"value": str(n), "label": f"{n} {names.get(n, '')}", "chosen": found.kept.get(ACTION) == str(n)}
            for n in numbers
        ],
        "owners": [{"value": each, "label": each, "chosen": found.kept.get(OWNER) == each} for each in found.owners],
        "file_url": reverse("committees:register_file", args=[code]) + _query(found.kept),
        "clear_url": reverse("committees:decisions", args=[code]),
        "list_url": reverse("committees:list", args=[code]),
        "empty": "Aucune décision ne répond à ces filtres." if found.kept else "Aucun comité n’a encore décidé.",
    }
    return render(request, "committees/register.html", context)


def _answer(found: Chosen, pressed: str) -> str:
    if not found.every:
        return "Aucune décision n’est encore écrite."
    still = sum(not line.status.is_closed for line in found.every)
    told = pluralise(len(found.every), "décision")
    if not still:
        return f"{told}, toutes closes."
    told += f" ; {pluralise(still, 'est encore ouverte', 'sont encore ouvertes')}"
    return f"{told} : {pressed}." if pressed else f"{told}, rien ne presse."


def _chip(name: str, value: str) -> str:
    return STATES[value][0] if name == STATE else _LABELS[name].format(value)


def _without(kept: Mapping[str, str], name: str) -> str:
    return _query({each: value for each, value in kept.items() if each != name}) or "?"


def _query(kept: Mapping[str, str]) -> str:
    return f"?{urlencode(kept)}" if kept else ""
