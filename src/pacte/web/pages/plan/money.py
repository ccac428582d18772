"""Money on the pages of a plan: six stages, for readers of the money; what purchases became."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from django.urls import reverse

from pacte.finance.queries import may_read_money, money_cells_of_action, money_cells_of_plan
from pacte.finance.records import SECTION_LABELS, Fund, MoneyCell, Section, total_at_stage
from pacte.finance.records import MoneyStage as ChartStage
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.purchases import PURCHASES_INDICATOR, plan_purchases
from pacte.indicators.records import ValueState
from pacte.indicators.rules.evidence import measured_value_text
from pacte.indicators.rules.purchases import PurchaseSpread
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_number, format_percent
from pacte.reference.queries import term_labels
from pacte.reference.records import Scheme
from pacte.web.charts.money import MoneyChart, MoneyChartStage, StageAmounts
from pacte.web.money_stage_bars import money_stage_bars
from pacte.web.pages.plan.version_page import VersionPage

_MAX_CODES = 8


def may_see_money(page: VersionPage) -> bool:
    """True when the actor may read the money and the plan is not a draft."""
    return not page.is_draft and may_read_money(actor=page.actor, plan=page.plan)


def add_money_stages(chart: MoneyChart, page: VersionPage) -> MoneyChart:
    """Adds the voted, committed and ordered amounts to the bars; unchanged when there are none."""
    if not may_see_money(page):
        return chart
    pact = [
        cell
        for cell in money_cells_of_plan(actor=page.actor, plan=page.plan, on=page.on, known_at=page.recorded_before)
        if cell.fund is Fund.PACT
    ]
    if not pact:
        return chart
    codes = [axis.code for axis in page.content.axes]
    bars = tuple(
        replace(bar, amounts=_stage_amounts(bar.amounts.envelope, [cell for cell in pact if cell.axis_code == code]))
        for bar, code in zip(chart.bars, codes, strict=True)
    )
    return replace(
        chart,
        bars=bars,
        stages=(MoneyChartStage.ENVELOPE, MoneyChartStage.VOTED, MoneyChartStage.COMMITTED, MoneyChartStage.PAID),
    )


def action_money_context(page: VersionPage, number: ActionCode) -> dict[str, Any]:
    """Money section of an action, beyond the amounts of the plan."""
    if not may_see_money(page):
        return {}
    cells = money_cells_of_action(
        actor=page.actor,
        plan=page.plan,
        number=number,
        on=page.on,
        known_at=page.recorded_before,
    )
    sections = [each for each in (Section.OPERATING, Section.INVESTMENT) if any(c.section is each for c in cells)]
    return {
        "money_bars": [
            {
                "id": f"argent-{section}",
                "label": SECTION_LABELS[section],
                "caption": f"{SECTION_LABELS[section]} de l’action, par étape",
                "stages": money_stage_bars(cells, section=section),
            }
            for section in sections
        ],
        "money_posts": sum(cell.etp for cell in cells if cell.etp is not None),
        "money_url": reverse("money:action", args=[page.plan.code, number]) + page.day_querystring,
    }


def _stage_amounts(envelope: int | None, cells: list[MoneyCell]) -> StageAmounts:
    return StageAmounts(
        envelope,
        *(total_at_stage(cells, stage) for stage in (ChartStage.VOTED, ChartStage.COMMITTED, ChartStage.ORDERED)),
    )


def purchase_context(page: VersionPage, codes: Collection[str]) -> dict[str, Any]:
    """``codes``: indicator codes of the action. Empty when none is about purchases, or before the first facts."""
    if PURCHASES_INDICATOR not in codes:
        return {}
    last = min(date(page.content.last_year, 12, 31), page.on)
    purchases = plan_purchases(plan=page.plan, first=date(page.content.first_year, 1, 1), last=last, known_on=page.on)
    if purchases is None or not purchases.by_nature.years:
        return {}
    return {
        "purchases": [
            _spread_table("nature", "Par nature de formation", purchases.by_nature, purchases.by_nature.labels),
            _spread_table(
                "domaine",
                "Par domaine (Formacode)",
                purchases.by_domain,
                purchases.by_domain.labels | term_labels(Scheme.FORMACODE, purchases.by_domain.euros),
            ),
        ],
        "purchases_follow_on": [
            apply_french_spacing(
                f"{indicator(each.code).label} : "
                f"{measured_value_text(each.total.value, indicator(each.code).unit_word)}."
            )
            for each in purchases.follow_on
            if not each.refusal and each.total.value.state is ValueState.NUMBER
        ],
    }


def _spread_table(kind: str, title: str, spread: PurchaseSpread, words: dict[str, str]) -> dict[str, Any]:
    years, ranked = spread.years, spread.ranked()
    shown, rest = ranked[:_MAX_CODES], ranked[_MAX_CODES:]
    rows = [[_code_label(code, words), *(_share_cell(spread.share(code, year)) for year in years)] for code in shown]
    if rest:
        others = [sum((spread.share(code, year) or Fraction(0) for code in rest), Fraction(0)) for year in years]
        rows.append([f"{format_number(len(rest))} autres", *(_share_cell(each) for each in others)])
    return {
        "id": f"achats-{kind}",
        "title": title,
        "columns": [{"label": title}, *({"label": year, "kind": "num"} for year in years)],
        "rows": rows,
        "totals": ["Euros commandés", *(format_number(round(spread.total(year))) for year in years)],
        "moved": [
            apply_french_spacing(
                f"De {before} à {after}, {format_percent(float(part))} des euros ont changé de {kind}."
            )
            for before, after, part in spread.yearly_shifts()
        ],
    }


def _code_label(code: str, words: dict[str, str]) -> str:
    """Falls back to the number of a domain when its nomenclature is not loaded."""
    label = words.get(code) or code
    return f"domaine {code}" if label == code and code.isdigit() else label


def _share_cell(part: Fraction | None) -> dict[str, str]:
    return (
        {"text": "", "value": ""}
        if part is None
        else {"text": format_percent(float(part)), "value": f"{float(part):.4f}"}
    )
