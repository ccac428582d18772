"""« Où en suis-je ? »: the main indicators of each role, with their change over a year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from pacte.accounts.records import ROLE_LABELS
from pacte.indicators.queries import indicators
from pacte.indicators.queries.curves import monthly_curves
from pacte.indicators.records import Indicator, IndicatorAnswer, IndicatorQuestion, ValueState
from pacte.indicators.records.curve import Curve
from pacte.indicators.rules.curves import month_starts
from pacte.indicators.rules.periods import months_before
from pacte.kernel.actor import Role
from pacte.kernel.french import apply_french_spacing, format_day, format_number
from pacte.web.charts.curve import sparkline_svg
from pacte.web.indicator_charts import indicator_sparkline
from pacte.web.pages.figures.figures_page import FiguresPage
from pacte.web.value_text import (
    detailed_value_text,
    difference_text,
    headline_number,
    missing_value_text,
    short_value_text,
    value_as_decimal,
    value_ratio_text,
)

_MONTHS = 12
_PLACES = ("fill_of_places_bought", "places_lost", "entries_by_session")
_AFTER = ("completion", "certified_of_entered", "in_job_6_months")
ROLE_INDICATORS: dict[Role, tuple[str, ...]] = {
    Role.REGION_PILOT: (*_PLACES, "low_qualified_share", *_AFTER, "payments_of_credits"),
    Role.ACTION_LEAD: (*_PLACES, "low_qualified_share", *_AFTER),
    Role.PROVIDER: ("fill_of_places_bought", "first_day_no_show", "fill_in_hours", *_AFTER),
    Role.ADVISER: ("entries_by_residence", "low_qualified_share", "referral_to_entry_days", "informed_to_admitted",
                   "first_day_no_show", "in_job_6_months"),
    Role.BUYER: (*_PLACES, "sessions_cancelled", "fill_in_hours", "cost_per_place", "cost_per_trainee_hour_realised"),
    Role.FINANCE_OFFICER: ("payments_of_credits", "commitment_of_operating_credits", "cost_per_place",
                           "cost_per_entrant", "pact_euros"),
    Role.STATE_READER: ("pact_entries", "pact_places", "pact_euros", "baseline_kept", "low_qualified_share",
                        "fill_of_places_bought", "in_job_6_months"),
    Role.ANALYST: ("entries_by_residence", "low_qualified_share", "survey_response_rate", *_AFTER,
                   "further_certifying_training"),
    Role.AUDITOR: ("baseline_kept", "payments_of_credits", "fill_of_places_bought", "places_lost",
                   "survey_response_rate"),
    Role.ADMINISTRATOR: (*_PLACES, "survey_response_rate"),
}  # fmt: skip


@FiguresPage.view(template_name="figures/dashboard.html", title="Où en suis-je ?", crumb="Tableau de bord")
def dashboard(page: FiguresPage) -> dict[str, Any]:
    own_roles = [role for role in ROLE_INDICATORS if page.actor.has_role(role, host_id=page.host.pk)]
    codes = list(dict.fromkeys(code for role in own_roles for code in ROLE_INDICATORS[role] if code in indicators()))
    tiles = _tiles(page, codes) if page.has_facts else []
    valued = sum(bool(tile["value"]) for tile in tiles)
    return {
        "answer": apply_french_spacing(
            f"{format_number(valued)} des {format_number(len(codes))} chiffres que votre fonction regarde d’abord "
            f"({' ; '.join(ROLE_LABELS[role] for role in own_roles)}) ont une valeur, sur douze mois, "
            f"{_window_text(page)}."
        ),
        "tiles": tiles,
        "period": f"douze mois {_window_text(page)}, comparés aux mêmes un an plus tôt",
    }


def _window_text(page: FiguresPage) -> str:
    """« du 1er décembre 2019 au 24 novembre 2020 »."""
    return f"du {format_day(month_starts(page.last, _MONTHS)[0])} au {format_day(page.last)}"


def _tiles(page: FiguresPage, codes: list[str]) -> list[dict[str, Any]]:
    """The last twelve months, the same a year before, the whole period and the curve: four readings for all tiles.

    The whole period is what the page of the indicator shows.
    """
    usual = IndicatorQuestion(date(page.years[0], 1, 1), page.last, page.on, tuple(codes), plan=page.plan_id)
    # Calendar months, as the last point of the curve: two figures of one tile are about the same days.
    first = month_starts(page.last, _MONTHS)[0]
    now = page.ask(replace(usual, first=first))
    then = page.ask(replace(usual, first=months_before(first, 12), last=months_before(page.last, 12)))
    whole = page.ask(usual)
    lines = monthly_curves(actor=page.actor, host_id=page.host.pk, question=usual)
    return [
        _tile(page, indicator, answer, then.of(indicator.code), lines.get(indicator.code))
        | {"since": _whole_period_text(indicator, whole.of(indicator.code), usual)}
        for indicator, answer in zip(now.indicators, now.answers, strict=True)
    ]


def _tile(
    page: FiguresPage,
    indicator: Indicator,
    answer: IndicatorAnswer,
    before: IndicatorAnswer | None,
    line: Curve | None,
) -> dict[str, Any]:
    value = answer.total.value
    has_value = value.state is ValueState.NUMBER and not answer.refusal
    small = indicator_sparkline(indicator, line) if line else None
    number, unit = headline_number(indicator, value)
    return {
        "code": indicator.code,
        "label": indicator.label,
        "url": page.url("figures:indicator", indicator.code) + page.day_query,
        "value": number if has_value else "",
        "unit": unit,
        "ratio": value_ratio_text(indicator, value),
        "missing": missing_value_text(indicator, answer),
        "moved": year_over_year_text(indicator, answer, before) if has_value else "",
        "spark": sparkline_svg(small, f"courbe-{indicator.code}") if small else "",
        "spark_words": small.words if small else "",
    }


def _whole_period_text(indicator: Indicator, answer: IndicatorAnswer | None, usual: IndicatorQuestion) -> str:
    """« depuis le 1er janvier 2019 : 75,8 % (24 276 / 32 028) »; "" without a number."""
    if answer is None or answer.refusal or answer.total.value.state is not ValueState.NUMBER:
        return ""
    value = detailed_value_text(indicator, answer.total.value)
    return apply_french_spacing(f"depuis le {format_day(usual.first)} : {value}")


def year_over_year_text(indicator: Indicator, answer: IndicatorAnswer, before: IndicatorAnswer | None) -> str:
    """« ▲ 2,4 points de plus que les douze mois d’avant (70,1 %) »."""
    old = value_as_decimal(before.total.value) if before and not before.refusal else None
    new = value_as_decimal(answer.total.value)
    if old is None or new is None or before is None:
        return "pas de valeur pour les douze mois d’avant"
    past = f"les douze mois d’avant ({short_value_text(indicator, before.total.value)})"
    gap = difference_text(indicator, abs(new - old))
    sign, word = ("▲", "de plus") if new > old else ("▼", "de moins")
    return apply_french_spacing(f"{sign} {gap} {word} que {past}") if gap else f"comme {past}"
