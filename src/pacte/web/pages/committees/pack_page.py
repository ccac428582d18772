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
from pacte.web.components.registry import get_component
from pacte.web.pages.committees.downloads import pack_download_links
from pacte.web.pages.committees.formatting import draw_state_badge, no_wrap_text
from pacte.web.pages.committees.page_context import (
    committee_page_context,
    committee_url,
    has_steering_right,
    is_demo_instance,
    readable_committee,
)
from pacte.web.require_login import require_login
from pacte.web.templatetags.pacte_components import render_component
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


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    committee = readable_committee(actor, code, number)
    if request.method == "POST":
        result = make_committee_pack(actor=actor, committee=committee, synthetic=is_demo_instance())
        messages.success(request, f"Le dossier est figé : édition {result.pack.edition}.")
        return HttpResponseRedirect(committee_url("pack", committee, code))
    line = committee_summary(actor=actor, committee=committee)
    pack = frozen_pack(actor=actor, committee=committee)
    may_make = has_steering_right(actor, "committee.pack", committee.plan) and line.state is CommitteeState.PLANNED
    context = committee_page_context(
        committee.plan, (line.title, committee_url("page", line, code)), ("Dossier", "")
    ) | {
        "line": line,
        "pack": pack,
        "answer": pack.sentence if pack else _missing_pack_text(line.round_state),
        "may_make": may_make and line.round_state == "closed",
        "links": pack_download_links(line, code),
        "digest": committee.frozen_digest,
        "back": committee_url("page", line, code),
        **(_pack_tables(pack, code) if pack else {}),
    }
    return render(request, "committees/pack.html", context)


def _missing_pack_text(round_state: str) -> str:
    if round_state == "closed":
        return "Le dossier n’est pas encore fait. Il se fige d’un clic, à partir du tour clos."
    if round_state == "open":
        return "Le dossier attend la clôture du tour : il imprime ce que les porteurs ont répondu."
    return "Le dossier attend un tour de mise à jour : reliez-en un à ce comité."


def _pack_tables(pack: Pack, code: str) -> dict[str, Any]:
    return {
        "ask_columns": _ASK_COLUMNS,
        "fate_columns": _FATE_COLUMNS,
        "review_columns": _REVIEW_COLUMNS,
        "about": f"{pack.version} · {pack.round_said} · chiffres vus au {format_day(pack.as_of)} · édition "
        f"{pack.edition}",
        "ask_rows": [
            [ask.ref, ask.text, f"{ask.number} {ask.title}" if ask.number else "", ask.by] for ask in pack.asks
        ],
        "fate_rows": [_fate_row(fate, code) for fate in pack.fates],
        "money_columns": _money_columns(pack.money),
        "money_rows": _money_rows(pack.money),
        "added_columns": _money_columns(pack.added),
        "added_rows": _money_rows(pack.added),
        "review_rows": [_action_row(action, code) for action in pack.actions],
    }


def _money_columns(money: PackMoney) -> list[dict[str, str]]:
    return [{"label": "Axe"}, *({"label": column, "kind": "num"} for column in money.columns)]


def _money_rows(money: PackMoney) -> list[list[Any]]:
    return [[line.label, *(_amount_cell(figure) for figure in line.figures)] for line in money.lines]


def _amount_cell(figure: PackFigure | None) -> Any:
    if figure is None:
        return "non dit"
    value = str(figure.amount) if figure.amount is not None else ""
    return {"text": figure.text, "note": f"{figure.ref} {figure.note}".strip(), "value": value}


def _fate_row(fate: PackDecisionFollowUp, code: str) -> list[Any]:
    url = reverse("committees:decision", args=[code, int(fate.ref.removeprefix("D-"))])
    return [
        {"text": fate.ref, "url": url},
        {"text": fate.decision, "note": f"décidé le {fate.decided}"},
        fate.owner,
        no_wrap_text(fate.due),
        {"text": draw_state_badge(fate.text, tone=fate.tone), "note": fate.note},
    ]


def _action_row(action: PackAction, code: str) -> list[Any]:
    weather = (
        render_component(get_component("weather"), {"state": action.weather.value})
        if action.answered
        else "sans réponse"
    )
    return [
        {"text": str(action.number), "value": str(action.number)},
        {"text": action.title, "url": reverse("plan:action", args=[code, action.number]), "note": action.lead},
        {"text": weather, "note": action.weather_word},
        action.why or "–",
        format_html("{}", _figure_references(action)),
    ]


def _figure_references(action: PackAction) -> str:
    """The figures that the files print for this action, each with its reference."""
    figures = (*action.milestones, *action.proofs.figures, *action.values, *action.money, *action.risks)
    references = [f"{each.text} {each.ref}" for each in figures]
    return " · ".join(references) or "–"
