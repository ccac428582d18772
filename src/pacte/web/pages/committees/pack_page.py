"""« Que dit le dossier ? »: the pack as a page, same content as its files, and the button that creates it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from pacte.kernel.french import format_day
from pacte.steering.queries.committees import committee_summary, frozen_pack
from pacte.steering.records.enums import CommitteeState
from pacte.web.components.registry import component
from pacte.web.pages.committees.files import pack_links
from pacte.web.pages.committees.frame import address, allowed, frame, is_synthetic, one
from pacte.web.pages.committees.words import badge, whole
from pacte.web.signed_in import signed_in
from pacte.web.templatetags.pacte_components import draw
from pacte.workflows.committee_pack import make_committee_pack

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.steering.records.pack import Pack, PackAction, PackDecisionFollowUp, PackFigure, PackMoney


_ASK_COLUMNS = ({"label": "Réf."}, {"label": "Décision demandée"}, {"label": "Action"}, {"label": "Par"})
_FATE_COLUMNS = (
    {"label": "Réf."}, {"label": "Décision"}, {"label": "Responsable"}, {"label": "Échéance", "kind": "day"},
    {"label": "Où elle en est"},
)  # fmt: skip
_REVIEW_COLUMNS = (
    {"label": "N°"}, {"label": "Action"}, {"label": "Météo"}, {"label": "Pourquoi elle compte"},
    {"label": "Jalons, chiffres, argent, risques"},
)  # fmt: skip


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = one(actor, code, number)
    if request.method == "POST":
        made = make_committee_pack(actor=actor, committee=committee, synthetic=is_synthetic())
        messages.success(request, f"Le dossier est figé : édition {made.pack.edition}.")
        return HttpResponseRedirect(address("pack", committee, code))
    line = committee_summary(actor=actor, committee=committee)
    pack = frozen_pack(actor=actor, committee=committee)
    may_make = allowed(actor, "committee.pack", committee.plan) and line.state is CommitteeState.PLANNED
    context = frame(committee.plan, (line.title, address("page", line, code)), ("Dossier", "")) | {
        "line": line,
        "pack": pack,
        "answer": pack.sentence if pack else _why_not(line.round_state),
        "may_make": may_make and line.round_state == "closed",
        "links": pack_links(line, code),
        "digest": committee.frozen_digest,
        "back": address("page", line, code),
        **(_tables(pack, code) if pack else {}),
    }
    return render(request, "committees/pack.html", context)


def _why_not(round_state: str) -> str:
    if round_state == "closed":
        return "Le dossier n’est pas encore fait. Il se fige d’un clic, à partir du tour clos."
    if round_state == "open":
        return "Le dossier attend la clôture du tour : il imprime ce que les porteurs ont répondu."
    return "Le dossier attend un tour de mise à jour : reliez-en un à ce comité."


def _tables(pack: Pack, code: str) -> dict[str, Any]:
    return {
        "ask_columns": _ASK_COLUMNS,
        "fate_columns": _FATE_COLUMNS,
        "review_columns": _REVIEW_COLUMNS,
        "about": f"{pack.version} · {pack.round_said} · chiffres vus au {format_day(pack.as_of)} · édition {pack.edition}",
        "ask_rows": [
            [ask.ref, ask.text, f"{ask.number} {ask.title}" if ask.number else "", ask.by] for ask in pack.asks
        ],
        "fate_rows": [_fate(fate, code) for fate in pack.fates],
        "money_columns": _columns(pack.money),
        "money_rows": _lines(pack.money),
        "added_columns": _columns(pack.added),
        "added_rows": _lines(pack.added),
        "review_rows": [_action(action, code) for action in pack.actions],
    }


def _columns(told: PackMoney) -> list[dict[str, str]]:
    return [{"label": "Axe"}, *({"label": column, "kind": "num"} for column in told.columns)]


def _lines(told: PackMoney) -> list[list[Any]]:
    return [[line.label, *(_amount(figure) for figure in line.figures)] for line in told.lines]


def _amount(figure: PackFigure | None) -> Any:
    if figure is None:
        return "non dit"
    value = str(figure.amount) if figure.amount is not None else ""
    return {"text": figure.text, "note": f"{figure.ref} {figure.note}".strip(), "value": value}


def _fate(fate: PackDecisionFollowUp, code: str) -> list[Any]:
    url = reverse("committees:decision", args=[code, int(fate.ref.removeprefix("D-"))])
    return [
        {"text": fate.ref, "url": url},
        {"text": fate.decision, "note": f"décidé le {fate.decided}"},
        fate.owner,
        whole(fate.due),
        {"text": badge(fate.text, tone=fate.tone), "note": fate.note},
    ]


def _action(action: PackAction, code: str) -> list[Any]:
    weather = draw(component("weather"), {"state": action.weather.value}) if action.answered else "sans réponse"
    return [
        {"text": str(action.number), "value": str(action.number)},
        {"text": action.title, "url": reverse("plan:action", args=[code, action.number]), "note": action.lead},
        {"text": weather, "note": action.weather_word},
        action.why or "–",
        format_html("{}", _refs(action)),
    ]


def _refs(action: PackAction) -> str:
    """The figures that the files print for this action, each with its reference."""
    figures = (*action.milestones, *action.proofs.figures, *action.values, *action.money, *action.risks)
    told = [f"{each.text} {each.ref}" for each in figures]
    return " · ".join(told) or "–"
