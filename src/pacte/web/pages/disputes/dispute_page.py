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
from pacte.web.pages.disputes.frame import STYLE, actor_in, dispute_of, frame
from pacte.web.signed_in import signed_in

MOST_SHOWN = 200
CRITERIA = ({"label": "Point"}, {"label": "Premier"}, {"label": "Second"}, {"label": "Ce que cela change"})
DIFFERENT = ({"label": "Clé"}, {"label": "Colonne"}, {"label": "Premier"}, {"label": "Second"})


@signed_in
@require_safe
def page(request: HttpRequest, number: int) -> HttpResponse:
    actor = actor_in(request)
    read = dispute_details(actor=actor, dispute=dispute_of(request, number))
    dispute = read.dispute
    values = frame({"label": dispute.subject}) | {
        "style": STYLE,
        "dispute": dispute,
        "answer": _answer(read),
        "facts": _facts(read),
        "sides": [_side(each, read, actor) for each in read.sides],
        "criteria_columns": _named(CRITERIA, read),
        "criteria": [
            [each.label, each.first, each.second, "identique" if each.is_same else each.effect]
            for each in read.criteria
        ],
        "lists": _lists(read),
        "different_columns": _named(DIFFERENT, read),
        "kept": _kept(read),
        "buttons": _buttons(read, actor),
    }
    return render(request, "disputes/dispute.html", values)


@signed_in
@require_safe
def gaps_file(request: HttpRequest, number: int) -> HttpResponse:
    """All keys on which the two lists differ. Raises ``NotFound`` until both lists exist."""
    read = dispute_details(actor=actor_in(request), dispute=dispute_of(request, number))
    if read.lists is None:
        raise NotFound
    first, second = (each.name for each in read.sides)
    nature = ["données fictives"] if settings.INSTANCE.name == "demo" else []
    rows = [["cle", "ecart", "colonne", first, second, *(["nature"] if nature else [])]]
    for key in read.lists.first_only:
        rows.append([key, f"chez {first} seulement", "", "oui", "non", *nature])
    for key in read.lists.second_only:
        rows.append([key, f"chez {second} seulement", "", "non", "oui", *nature])
    for gap in read.lists.different:
        for column, one, other in gap.columns:
            rows.append([gap.key, "valeurs différentes", column, one, other, *nature])
    response = HttpResponse(csv_bytes(rows), content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="desaccord-{number}_ecarts.csv"'
    return response


def _answer(read: DisputeDetails) -> str:
    dispute = read.dispute
    if dispute.settled_on is not None:
        return (
            f"Tranché le {format_day(dispute.settled_on)} : {DISPUTE_OUTCOME_LABELS[DisputeOutcome(dispute.outcome)]}."
        )
    first, second = (each.side for each in read.sides)
    if first is None or second is None:
        waited = " et ".join(each.name for each in read.sides if each.side is None)
        return f"On attend le chiffre de {waited}."
    apart = sum(not each.is_same for each in read.criteria)
    gap = abs(first.value - second.value)
    told = f"{figure(gap)} d’écart ; les définitions diffèrent sur {pluralise(apart, 'point')}"
    return f"{told}. À trancher avant le {format_day(dispute.due_on)}{', en retard' if read.is_late else ''}."


def figure(value: Any) -> str:
    return format_number(value, 0 if value == value.to_integral_value() else 1)


def _facts(read: DisputeDetails) -> list[dict[str, str]]:
    dispute = read.dispute
    found = [
        {"label": "Période", "value": f"du {format_day(dispute.first_on)} au {format_day(dispute.last_on)}"},
        {"label": "Territoire", "value": dispute.territory or "toute la région"},
        {"label": "Arbitre", "value": dispute.arbiter_name or "à désigner", "note": "par le pilote ou l’analyste"
         if not dispute.arbiter_name else ""},
        {"label": "Échéance", "value": format_day(dispute.due_on), "note": "en retard" if read.is_late else ""},
        {"label": "Ouvert", "value": f"le {format_day(dispute.opened_on)}", "note": f"par {dispute.person_name}"},
    ]  # fmt: skip
    if dispute.indicator_code:
        known = indicators().get(dispute.indicator_code)
        found.append({"label": "Indicateur", "value": known.label if known else dispute.indicator_code})
    return found


def _side(each: DisputeSideDetails, read: DisputeDetails, actor: Actor) -> dict[str, Any]:
    dispute = read.dispute
    speaks = dispute.settled_on is None and can_give_side(
        actor, dispute.organisation_id, each.body_id, tuple(dispute.body_ids)
    )
    side = each.side
    return {
        "name": each.name,
        "value": figure(side.value) if side else "",
        "unit": dispute.unit,
        "note": f"connu le {format_day(side.known_on)}, {side.source}" if side else "",
        "who": f"dit par {side.person_name}" if side else "",
        "versions": pluralise(each.versions, "version") if each.versions > 1 else "",
        "lines": f"{pluralise(each.lines, 'ligne')} de liste" if each.lines else "aucune liste déposée",
        "side_url": reverse("disputes:side", args=[dispute.number, each.body_id]) if speaks else "",
        "keys_url": reverse("disputes:keys", args=[dispute.number, each.body_id]) if speaks else "",
    }


def _named(columns: tuple[dict[str, str], ...], read: DisputeDetails) -> list[dict[str, str]]:
    names = {"Premier": read.sides[0].name, "Second": read.sides[1].name}
    return [{"label": names.get(each["label"], each["label"])} for each in columns]


def _lists(read: DisputeDetails) -> dict[str, Any] | None:
    if read.lists is None:
        return None
    lists, (first, second) = read.lists, read.sides
    rows = [
        [gap.key, column, one or "vide", other or "vide"]
        for gap in lists.different
        for column, one, other in gap.columns
    ]
    return {
        "told": _told(lists, first.name, second.name),
        "only": [
            {"title": f"Chez {name} seulement", "count": pluralise(len(keys), "ligne"), "keys": keys[:MOST_SHOWN],
             "more": max(len(keys) - MOST_SHOWN, 0)}
            for name, keys in ((first.name, lists.first_only), (second.name, lists.second_only))
        ],
        "rows": rows[:MOST_SHOWN],
        "file_url": reverse("disputes:gaps", args=[read.dispute.number]),
    }  # fmt: skip


def _told(lists: ListComparison, first: str, second: str) -> str:
    return (
        f"{pluralise(len(lists.first_only), 'ligne')} chez {first} seulement, {format_number(len(lists.second_only))} chez "
        f"{second} seulement, {format_number(len(lists.different))} dans les deux avec des valeurs différentes, "
        f"{format_number(lists.same)} identiques."
    )


def _kept(read: DisputeDetails) -> str:
    """Counts of the compared lists, after their erasure."""
    counts = read.dispute.comparison
    if not counts:
        return ""
    first, second = (each.name for each in read.sides)
    return (
        f"Les deux listes comptaient : {format_number(counts['first_only'])} lignes chez {first} seulement, "
        f"{format_number(counts['second_only'])} chez {second} seulement, {format_number(counts['different'])} avec des valeurs "
        f"différentes, {format_number(counts['same'])} identiques. Elles ont été effacées le jour de la décision."
    )


def _buttons(read: DisputeDetails, actor: Actor) -> list[dict[str, str]]:
    dispute = read.dispute
    if dispute.settled_on is not None:
        return []
    found = []
    if may(actor, "indicators.settle", dispute.organisation_id):
        found.append({"label": "Désigner l’arbitre", "url": reverse("disputes:arbiter", args=[dispute.number])})
    if dispute.arbiter_id is not None and actor.person_id == dispute.arbiter_id:
        found.append({"label": "Trancher", "url": reverse("disputes:settle", args=[dispute.number])})
    return found
