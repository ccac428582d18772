"""What moved where providers were supported, beside others: the interval, its table, how far to believe it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pacte.indicators.records.support import SupportComparison, SupportSide
from pacte.indicators.rules.support import CAUSE_PROVIDERS
from pacte.kernel.french import NARROW_SPACE, format_number, pluralise
from pacte.web.charts.interval import IntervalChart, interval_svg
from pacte.web.tables import Column, Table, cell, number_cell, number_column

_METHOD = (
    "Intervalle à 95 %. Ce sont des organismes, non des personnes, qui sont accompagnés : il tient compte de ce que "
    "les stagiaires d’un organisme se ressemblent, et s’élargit quand les organismes sont peu nombreux. À côté, les "
    "parts sont ramenées aux domaines des organismes accompagnés. Vu à la fin du dernier trimestre clos, pour les "
    "formations dont la fin prévue est passée."
)


def comparison_context(compared: SupportComparison, anchor: str, what: str) -> dict[str, Any]:
    """Parameters of ``plan/support.html``."""
    chart = IntervalChart(compared.difference, compared.low, compared.high, f"Écart : {what}")
    return {
        "comparison_drawing": interval_svg(chart, f"{anchor}-trait"),
        "comparison_sides": _side_table(compared, anchor, what),
        "comparison_words": list(_words(compared)),
    }


def _side_table(compared: SupportComparison, anchor: str, what: str) -> Table[SupportSide]:
    return Table(
        compared.sides,
        Column("Organismes", lambda side: "accompagnés" if side.is_supported else "comparables, sans plan"),
        Column("Stagiaires entrés", lambda side: "l’année d’après" if side.is_after else "l’année d’avant"),
        number_column("Part", lambda side: cell(f"{side.percent}{NARROW_SPACE}%", value=str(side.percent))),
        number_column("Stagiaires, au moins", lambda side: cell(format_number(side.people), value=str(side.people))),
        number_column("Organismes comptés", lambda side: number_cell(side.providers)),
        id=f"{anchor}-cotes",
        caption=f"{what[:1].upper()}{what[1:]} : les quatre parts",
    )


def _words(compared: SupportComparison) -> Iterator[str]:
    if compared.may_be_chance:
        yield "L’intervalle contient zéro : rien ne dit que l’accompagnement change quelque chose."
    if compared.supported < CAUSE_PROVIDERS:
        counted = pluralise(
            compared.supported, "organisme accompagné est compté", "organismes accompagnés sont comptés"
        )
        yield f"Ce n’est pas la preuve d’une cause : {counted}, il en faudrait {CAUSE_PROVIDERS}."
    else:
        yield (
            "Les organismes se sont portés candidats : l’écart ne suffit pas à prouver que l’accompagnement en est "
            "la cause."
        )
    if compared.left_out:
        yield pluralise(
            compared.left_out,
            "organisme accompagné n’est pas compté : trop peu d’organismes comparables.",
            "organismes accompagnés ne sont pas comptés : trop peu d’organismes comparables.",
        )
    yield _METHOD
