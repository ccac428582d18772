"""« Ne pas confondre avec »: the same notion counted otherwise, by other indicators and by pages that count alone."""

from __future__ import annotations

from pacte.indicators.queries import indicators
from pacte.indicators.records import Indicator, IndicatorAnswer, ValueState
from pacte.indicators.rules.notions import other_scopes
from pacte.web.pages.figures.figures_page import FiguresPage
from pacte.web.quoted_figures import FILLING
from pacte.web.value_text import detailed_value_text

_ALL_PLACES = "places de toutes les sessions, celles à venir et les entrées permanentes comprises"


def neighbours_of_indicator(page: FiguresPage, indicator: Indicator) -> list[dict[str, str]]:
    """Label, link, value and what is counted. Empty for an indicator that stands alone.

    With values for the usual question only: the whole catalogue answers it from what was computed at night.
    """
    scopes, query = other_scopes(indicator.code), page.querystring()
    is_usual = page.has_facts and not query and bool(page.scope.hosts)
    answers = page.ask(page.question()) if scopes and is_usual else None
    lines = [
        {
            "label": f"{other.number} {other.label}",
            "url": page.url("figures:indicator", other.code) + query,
            "value": _value_text(other, answers.of(other.code)) if answers else "",
            "scope": scope,
        }
        for other, scope in ((indicators()[code], scope) for code, scope in scopes.items())
    ]
    if indicator.code == FILLING and page.scope.hosts:
        lines.append(
            {"label": "Places et parcours", "url": page.url("outcomes:places"), "value": "", "scope": _ALL_PLACES}
        )
    return lines


def _value_text(indicator: Indicator, answer: IndicatorAnswer | None) -> str:
    if answer is None or answer.refusal or answer.total.value.state is not ValueState.NUMBER:
        return ""
    return detailed_value_text(indicator, answer.total.value)
