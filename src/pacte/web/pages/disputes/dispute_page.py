"""Base classes of the pages of disputes; the list, open ones first; one dispute: both figures, differences, outcome."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse

from pacte.accounts.queries import actor_region_id, organisation_names
from pacte.exchange.documents.csv_file import MEDIA_TYPE, csv_bytes
from pacte.indicators.permissions import can_give_side, can_open_any_dispute, may
from pacte.indicators.queries import indicators
from pacte.indicators.queries.disputes import (
    DisputeDetails,
    DisputeSideDetails,
    dispute_by_number,
    dispute_details,
    visible_disputes,
)
from pacte.indicators.records.dispute import DISPUTE_OUTCOME_LABELS, DisputeOutcome
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.downloads import file_response
from pacte.web.page import Crumb, Page
from pacte.web.tables import Column, Table, cell, day_column

if TYPE_CHECKING:
    from pacte.indicators.models import Dispute

MAX_ROWS_SHOWN = 200


class DisputesPage(Page):
    """A page about the disputes of a Region: this installation's, else another of the reader.

    Raises ``NotFound`` for a reader without one.
    """

    nav = "territory"
    stylesheet = "pacte/css/territory.css"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.host_id = actor_region_id(actor=self.actor)

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        return [("Désaccords", self.url("disputes:list") if own else ""), *own]


class DisputePage(DisputesPage):
    """The dispute of the URL. ``crumb`` is the label of a page below it."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.dispute = dispute_by_number(actor=self.actor, host_id=self.host_id, number=kwargs["number"])

    def breadcrumb(self) -> Sequence[Crumb]:
        (label, _), *own = super().breadcrumb()
        dispute = (self.dispute.subject, self.dispute_url("dispute") if own else "")
        return [(label, self.url("disputes:list")), dispute, *own]

    def dispute_url(self, name: str, *parts: object) -> str:
        return self.url(f"disputes:{name}", self.dispute.number, *parts)


@DisputesPage.view(template_name="disputes/list.html")
def dispute_list(page: DisputesPage) -> dict[str, Any]:
    disputes = visible_disputes(actor=page.actor, host_id=page.host_id)
    open_disputes = [each for each in disputes if each.settled_on is None]
    late = sum(map(_is_late, disputes))
    return {
        "answer": f"{pluralise(len(open_disputes), 'désaccord ouvert', 'désaccords ouverts')}, dont {late} en retard ; "
        f"{pluralise(len(disputes) - len(open_disputes), 'tranché', 'tranchés')}.",
        "disputes": _dispute_table(disputes, page),
        "open_url": page.url("disputes:open") if can_open_any_dispute(page.actor, page.host_id) else "",
    }


def _is_late(dispute: Dispute) -> bool:
    return dispute.settled_on is None and dispute.due_on < today()


def _dispute_table(disputes: Sequence[Dispute], page: DisputesPage) -> Table[Dispute]:
    names = organisation_names(on=today())

    def subject_cell(row: Dispute) -> dict[str, Any]:
        period = f"du {format_day(row.first_on)} au {format_day(row.last_on)}"
        note = f"n° {row.number}, {period}{', ' + row.territory if row.territory else ''}"
        return cell(row.subject, url=page.url("disputes:dispute", row.number), note=note)

    def outcome_cell(row: Dispute) -> dict[str, Any]:
        outcome = DISPUTE_OUTCOME_LABELS[DisputeOutcome(row.outcome)] if row.outcome else "ouvert"
        return cell(outcome, note=f"le {format_day(row.settled_on)}" if row.settled_on else "")

    return Table(
        disputes,
        Column("Désaccord", subject_cell),
        Column("Entre", lambda row: " et ".join(names.get(body, f"organisme {body}") for body in row.body_ids)),
        Column("Arbitre", lambda row: row.arbiter_name or "à désigner"),
        day_column(
            "À trancher avant",
            lambda row: cell(format_day(row.due_on), note="en retard" if _is_late(row) else ""),
        ),
        Column("Issue", outcome_cell),
        id="desaccords",
        caption="Désaccords entre deux chiffres",
        empty="Aucun désaccord : quand deux organismes donnent deux chiffres, on l’ouvre ici.",
    )


@DisputePage.view(template_name="disputes/dispute.html")
def page(page: DisputePage) -> dict[str, Any]:
    details = dispute_details(actor=page.actor, dispute=page.dispute)
    first, second = details.sides
    return {
        "dispute": page.dispute,
        "answer": _answer(details),
        "facts": _facts(details),
        "sides": [_side_values(each, page) for each in details.sides],
        "criteria": Table(
            details.criteria,
            Column("Point", lambda row: row.label),
            Column(first.name, lambda row: row.first),
            Column(second.name, lambda row: row.second),
            Column("Ce que cela change", lambda row: "identique" if row.is_same else row.effect),
            id="definitions-table",
            caption="Comparaison des deux définitions",
        ),
        "lists": _list_comparison_values(details, page),
        "kept": _erased_lists_text(details),
        "buttons": _buttons(page),
    }


@DisputePage.view()
def differences_file(page: DisputePage) -> HttpResponse:
    """All keys on which the two lists differ. Raises ``NotFound`` until both lists exist."""
    details = dispute_details(actor=page.actor, dispute=page.dispute)
    if details.lists is None:
        raise NotFound
    first, second = (each.name for each in details.sides)
    differences = [
        *([key, f"chez {first} seulement", "", "oui", "non"] for key in details.lists.first_only),
        *([key, f"chez {second} seulement", "", "non", "oui"] for key in details.lists.second_only),
        *(
            [gap.key, "valeurs différentes", column, one, other]
            for gap in details.lists.different
            for column, one, other in gap.columns
        ),
    ]
    rows = [["cle", "ecart", "colonne", first, second], *differences]
    if settings.INSTANCE.name == "demo":
        rows = [[*row, "données fictives" if rank else "nature"] for rank, row in enumerate(rows)]
    return file_response(csv_bytes(rows), MEDIA_TYPE, f"desaccord-{page.dispute.number}_ecarts.csv")


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
    gap = format_dispute_figure(abs(first.value - second.value))
    gap_text = f"{gap} d’écart ; les définitions diffèrent sur {pluralise(difference_count, 'point')}"
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


def _side_values(each: DisputeSideDetails, page: DisputePage) -> dict[str, Any]:
    dispute = page.dispute
    speaks = dispute.settled_on is None and can_give_side(
        page.actor, dispute.organisation_id, each.body_id, tuple(dispute.body_ids)
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
        "side_url": page.dispute_url("side", each.body_id) if speaks else "",
        "keys_url": page.dispute_url("keys", each.body_id) if speaks else "",
    }


def _list_comparison_values(details: DisputeDetails, page: DisputePage) -> dict[str, Any] | None:
    if details.lists is None:
        return None
    lists, (first, second) = details.lists, details.sides
    different = [(gap.key, *column) for gap in lists.different for column in gap.columns]
    return {
        "told": f"{pluralise(len(lists.first_only), 'ligne')} chez {first.name} seulement, "
        f"{format_number(len(lists.second_only))} chez {second.name} seulement, "
        f"{format_number(len(lists.different))} dans les deux avec des valeurs différentes, "
        f"{format_number(lists.same)} identiques.",
        "only": [
            {"title": f"Chez {name} seulement", "count": pluralise(len(keys), "ligne"), "keys": keys[:MAX_ROWS_SHOWN],
             "more": max(len(keys) - MAX_ROWS_SHOWN, 0)}
            for name, keys in ((first.name, lists.first_only), (second.name, lists.second_only))
        ],
        "different": Table(
            different[:MAX_ROWS_SHOWN],
            Column("Clé", lambda row: row[0]),
            Column("Colonne", lambda row: row[1]),
            Column(first.name, lambda row: row[2] or "vide"),
            Column(second.name, lambda row: row[3] or "vide"),
            id="listes-table",
            caption="Dans les deux listes, avec des valeurs différentes",
            empty="Aucune ligne commune ne diffère.",
        ),
        "file_url": page.dispute_url("gaps"),
    }  # fmt: skip


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


def _buttons(page: DisputePage) -> list[dict[str, str]]:
    dispute = page.dispute
    if dispute.settled_on is not None:
        return []
    buttons = []
    if may(page.actor, "indicators.settle", dispute.organisation_id):
        buttons.append({"label": "Désigner l’arbitre", "url": page.dispute_url("arbiter")})
    if dispute.arbiter_id is not None and page.actor.person_id == dispute.arbiter_id:
        buttons.append({"label": "Trancher", "url": page.dispute_url("settle")})
    return buttons
