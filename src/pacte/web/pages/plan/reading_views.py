"""Targets that read two ways, on the page of an action: both values by place, the question, who owes the decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.utils.text import capfirst, slugify

from pacte.indicators.queries.stock_and_flow import lasting_count, stock_and_flow_of_action
from pacte.indicators.records.stock_and_flow import StockAndFlow, ZoneStock
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.plan.records import Figure, PlanRow
from pacte.plan.rules.per import parse_per
from pacte.web.tables import Column, Table, cell, number_cell, number_column
from pacte.web.zone_urls import territory_url

if TYPE_CHECKING:
    from pacte.web.pages.plan.action_page import ActionPage


def reading_context(page: ActionPage) -> dict[str, Any]:
    """Values of ``plan/readings.html``: one reading per target by place of which the count says what ends it."""
    return {"readings": list(_readings(page))}


def _readings(page: ActionPage) -> Iterator[dict[str, Any]]:
    for row in (view.row for view in page.detail.rows):
        for figure in (each for each in row.figures if each.is_target):
            source, kind = lasting_count(actor=page.actor, code=figure.indicator_code), parse_per(figure.per).zone_kind
            if source is None or kind is None:
                continue
            both = stock_and_flow_of_action(
                actor=page.actor, plan=page.plan, number=page.number, source=source, kind=kind, on=page.on
            )
            questions = _questions(row, figure)
            yield {
                "what": figure.what,
                "questions": questions,
                "decision": _decision(page.detail.line.leads_text) if questions else "",
                "sentence": _sentence(both),
                "table": _table(both, figure) if both and any(both.begun) else None,
                "source": _source(both) if both else "",
            }


def _questions(row: PlanRow, figure: Figure) -> list[str]:
    """What the plan leaves open about the figures of the row; empty once an amendment took the doubt away."""
    return [
        each for each in (figure.doubt, *(doubt.reason for doubt in row.doubts if doubt.field == "figures")) if each
    ]


def _decision(leads: str) -> str:
    who = f"La décision revient au porteur : {leads}." if leads else "Le porteur qui en décidera est à désigner."
    return apply_french_spacing(f"{who} D’ici là, les deux lectures sont montrées.")


def _sentence(both: StockAndFlow | None) -> str:
    if both is None:
        return "Aucun territoire n’est chargé : aucune des deux lectures ne se calcule."
    day, year = format_day(both.on), both.years[-1]
    return apply_french_spacing(
        f"En cours le {day} : {format_number(both.lasting)}. Commencés en {year} : {format_number(both.begun[-1])}."
    )


def _table(both: StockAndFlow, figure: Figure) -> Table[ZoneStock]:
    flows = (
        number_column(
            f"Commencés en {year}",
            lambda each, rank=rank: number_cell(each.begun[rank]),
            number_cell(both.begun[rank]),
        )
        for rank, year in enumerate(both.years)
    )
    per = parse_per(figure.per)
    return Table(
        both.zones,
        Column(capfirst(per.one), lambda each: cell(each.name, url=territory_url("profile", both.kind, each.code))),
        number_column(
            f"En cours le {format_day(both.on)}", lambda each: number_cell(each.lasting), number_cell(both.lasting)
        ),
        *flows,
        id=f"lectures-{slugify(figure.indicator_code)}",
        caption=f"{figure.what} : en cours, et commencés chaque année, par {per.one}",
    )


def _source(both: StockAndFlow) -> str:
    away = pluralise(both.outside, "dossier", "dossiers")
    outside = f" ; {away} hors de la région ou sans commune connue, dans aucune ligne" if both.outside else ""
    return apply_french_spacing(f"{capfirst(both.source)}, au {format_day(both.on)}{outside}.")
