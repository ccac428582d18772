"""One dispute: both figures side by side, differences of definitions and of lists, outcome."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.exchange.documents.csv_file import MEDIA_TYPE, csv_bytes
from pacte.indicators.permissions import can_give_side, may
from pacte.indicators.queries import indicators
from pacte.indicators.queries.disputes import DisputeDetails, DisputeSideDetails, dispute_details
from pacte.indicators.records.dispute import DISPUTE_OUTCOME_LABELS, DisputeOutcome, ListComparison
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.pages.disputes.page_context import (
    DISPUTES_STYLESHEET,
    dispute_page_context,
    request_actor,
    requested_dispute,
)
from pacte.web.require_login import require_login

MAX_ROWS_SHOWN = 200
CRITERIA_COLUMNS = ({"label": "Point"}, {"label": "Premier"}, {"label": "Second"}, {"label": "Ce que cela change"})
DIFFERENCE_COLUMNS = ({"label": "Clé"}, {"label": "Colonne"}, {"label": "Premier"}, {"label": "Second"})


@require_login
@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    actor = request_actor(request)
    details = dispute_details(actor=actor, dispute=requested_dispute(request, number))
    dispute = details.dispute
    values = dispute_page_context({"label": dispute.subject}) | {
        "style": DISPUTES_STYLESHEET,
        "dispute": dispute,
        "answer": _answer(details),
        "facts": _facts(details),
        "sides": [_side_values(each, details, actor) for each in details.sides],
        "criteria_columns": _columns_with_names(CRITERIA_COLUMNS, details),
        "criteria": [
            [each.label, each.first, each.second, "identique" if each.is_same else each.effect]
            for each in details.criteria
        ],
        "lists": _list_comparison_values(details),
        "different_columns": _columns_with_names(DIFFERENCE_COLUMNS, details),
        "kept": _erased_lists_text(details),
        "buttons": _buttons(details, actor),
    }
    return render(request, "disputes/dispute.html", values)


@require_login
@require_safe
def differences_file(request: HttpRequest, number: int) -> HttpResponse:
    """All keys on which the two lists differ. Raises ``NotFound`` until both lists exist."""
    details = dispute_details(actor=request_actor(request), dispute=requested_dispute(request, number))
    if details.lists is None:
        raise NotFound
    first, second = (each.name for each in details.sides)
    nature = ["données fictives"] if settings.INSTANCE.name == "demo" else []
    rows = [["cle", "ecart", "colonne", first, second, *(["nature"] if nature else [])]]
    for key in details.lists.first_only:
        rows.append([key, f"chez {first} seulement", "", "oui", "non", *nature])
    for key in details.lists.second_only:
        rows.append([key, f"chez {second} seulement", "", "non", "oui", *nature])
    for gap in details.lists.different:
        for column, one, other in gap.columns:
            rows.append([gap.key, "valeurs différentes", column, one, other, *nature])
    response = HttpResponse(csv_bytes(rows), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="desaccord-{number}_ecarts.csv"'
    return response


def _answer(details: DisputeDetails) -> str:
    dispute = details.dispute
    if dispute.settled_on is not None:
        return (
            f"Tranché le {format_day(dispute.settled_on)} : {DISPUTE_OUTCOME_LABELS[DisputeOutcome(dispute.outcome)]}."
        )
    first, second = (each.side for each in details.sides)
    if first is None or second is None:
        awaited_names = " et ".join(each.name for each in details.sides if each.side is None)
        return f"On attend le chiffre de {awaited_names}."
    difference_count = sum(not each.is_same for each in details.criteria)
    gap = abs(first.value - second.value)
    gap_text = (
        f"{format_dispute_figure(gap)} d’écart ; les définitions diffèrent sur {pluralise(difference_count, 'point')}"
    )
    return f"{gap_text}. À trancher avant le {format_day(dispute.due_on)}{', en retard' if details.is_late else ''}."


def format_dispute_figure(value: Any) -> str:
    return format_number(value, 0 if value == value.to_integral_value() else 1)


def _facts(details: DisputeDetails) -> list[dict[str, str]]:
    dispute = details.dispute
    facts = [
        {"label": "Période", "value": f"du {format_day(dispute.first_on)} au {format_day(dispute.last_on)}"},
        {"label": "Territoire", "value": dispute.territory or "toute la région"},
        {"label": "Arbitre", "value": dispute.arbiter_name or "à désigner", "note": "par le pilote ou l’analyste"
         if not dispute.arbiter_name else ""},
        {"label": "Échéance", "value": format_day(dispute.due_on), "note": "en retard" if details.is_late else ""},
        {"label": "Ouvert", "value": f"le {format_day(dispute.opened_on)}", "note": f"par {dispute.person_name}"},
    ]  # fmt: skip
    if dispute.indicator_code:
        known = indicators().get(dispute.indicator_code)
        facts.append({"label": "Indicateur", "value": known.label if known else dispute.indicator_code})
    return facts


def _side_values(each: DisputeSideDetails, details: DisputeDetails, actor: Actor) -> dict[str, Any]:
    dispute = details.dispute
    speaks = dispute.settled_on is None and can_give_side(
        actor, dispute.organisation_id, each.body_id, tuple(dispute.body_ids)
    )
    side = each.side
    return {
        "name": each.name,
        "value": format_dispute_figure(side.value) if side else "",
        "unit": dispute.unit,
        "note": f"connu le {format_day(side.known_on)}, {side.source}" if side else "",
        "who": f"dit par {side.person_name}" if side else "",
        "versions": pluralise(each.versions, "version") if each.versions > 1 else "",
        "lines": f"{pluralise(each.lines, 'ligne')} de liste" if each.lines else "aucune liste déposée",
        "side_url": reverse("disputes:side", args=[dispute.number, each.body_id]) if speaks else "",
        "keys_url": reverse("disputes:keys", args=[dispute.number, each.body_id]) if speaks else "",
    }


def _columns_with_names(columns: tuple[dict[str, str], ...], details: DisputeDetails) -> list[dict[str, str]]:
    names = {"Premier": details.sides[0].name, "Second": details.sides[1].name}
    return [{"label": names.get(each["label"], each["label"])} for each in columns]


def _list_comparison_values(details: DisputeDetails) -> dict[str, Any] | None:
    if details.lists is None:
        return None
    lists, (first, second) = details.lists, details.sides
    rows = [
        [gap.key, column, one or "vide", other or "vide"]
        for gap in lists.different
        for column, one, other in gap.columns
    ]
    return {
        "told": _list_comparison_text(lists, first.name, second.name),
        "only": [
            {"title": f"Chez {name} seulement", "count": pluralise(len(keys), "ligne"), "keys": keys[:MAX_ROWS_SHOWN],
             "more": max(len(keys) - MAX_ROWS_SHOWN, 0)}
            for name, keys in ((first.name, lists.first_only), (second.name, lists.second_only))
        ],
        "rows": rows[:MAX_ROWS_SHOWN],
        "file_url": reverse("disputes:gaps", args=[details.dispute.number]),
    }  # fmt: skip


def _list_comparison_text(lists: ListComparison, first: str, second: str) -> str:
    return (
        f"{pluralise(len(lists.first_only), 'ligne')} chez {first} seulement, "
        f"{format_number(len(lists.second_only))} chez "
        f"{second} seulement, {format_number(len(lists.different))} dans les deux avec des valeurs différentes, "
        f"{format_number(lists.same)} identiques."
    )


def _erased_lists_text(details: DisputeDetails) -> str:
    """Counts of the compared lists, after their erasure."""
    counts = details.dispute.comparison
    if not counts:
        return ""
    first, second = (each.name for each in details.sides)
    return (
        f"Les deux listes comptaient : {format_number(counts['first_only'])} lignes chez {first} seulement, "
        f"{format_number(counts['second_only'])} chez {second} seulement, "
        f"{format_number(counts['different'])} avec des valeurs "
        f"différentes, {format_number(counts['same'])} identiques. Elles ont été effacées le jour de la décision."
    )


def _buttons(details: DisputeDetails, actor: Actor) -> list[dict[str, str]]:
    dispute = details.dispute
    if dispute.settled_on is not None:
        return []
    buttons = []
    if may(actor, "indicators.settle", dispute.organisation_id):
        buttons.append({"label": "Désigner l’arbitre", "url": reverse("disputes:arbiter", args=[dispute.number])})
    if dispute.arbiter_id is not None and actor.person_id == dispute.arbiter_id:
        buttons.append({"label": "Trancher", "url": reverse("disputes:settle", args=[dispute.number])})
    return buttons
