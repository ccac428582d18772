"""What stands beside an indicator: the targets of the plan that name it, and how it is counted, word for word."""

from __future__ import annotations

from typing import Any

from pacte.indicators.records import Indicator
from pacte.kernel.action_codes import ActionCode
from pacte.plan.queries import content_of_version, version_on
from pacte.plan.records import Figure
from pacte.plan.rules.display import describe_figure_number
from pacte.web.pages.figures.figures_page import FiguresPage


def targets_of_indicator(page: FiguresPage, code: str) -> list[tuple[ActionCode, Figure]]:
    """(action number, target) of the plan for this indicator."""
    if page.plan is None:
        return []
    content = content_of_version(version_on(actor=page.actor, plan=page.plan, on=page.on))
    return [
        (number, figure)
        for number in content.numbers
        for row in content.rows_of(number)
        for figure in row.figures
        if figure.is_target and figure.indicator_code == code
    ]


def target_line(page: FiguresPage, number: ActionCode, figure: Figure) -> dict[str, Any]:
    amount = describe_figure_number(figure)
    value = " ".join(part for part in (amount, figure.unit) if part) if amount else ""
    return {
        "url": page.url("plan:action", page.plan.code, number) if page.plan else "",
        "label": f"Action {number}",
        "what": f"{figure.what}{' : ' + value if value else ''}",
        "is_proposed": figure.proposed,
    }


def indicator_measures(indicator: Indicator) -> list[tuple[str, str]]:
    """The SQL of each measure, for users who want to check it."""
    named = (
        ("Numérateur", indicator.numerator),
        ("Dénominateur", indicator.denominator),
        ("Attendus", indicator.expected),
        ("Trop tôt", indicator.waiting),
        *indicator.side_measures.items(),
    )
    return [(label, f"{measure.sql}\nfrom {measure.relation}") for label, measure in named if measure is not None]
