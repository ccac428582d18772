"""Results of an action on purchases: how they shift between natures and domains, and what people do next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.purchases import PURCHASES_INDICATOR, plan_purchases
from pacte.indicators.records import ValueState
from pacte.indicators.rules.evidence import measured_value_text
from pacte.indicators.rules.purchases import PurchaseSpread
from pacte.kernel.french import apply_french_spacing, format_number, format_percent
from pacte.reference.queries import term_labels
from pacte.reference.records import Scheme

if TYPE_CHECKING:
    from pacte.web.pages.plan.plan_context import PlanContext

_MAX_CODES = 8


def purchase_context(plan_context: PlanContext, codes: Collection[str]) -> dict[str, Any]:
    """``codes``: indicator codes of the action. Empty when none is about purchases, or before the first facts."""
    if PURCHASES_INDICATOR not in codes:
        return {}
    first, last = (
        date(plan_context.content.first_year, 1, 1),
        min(date(plan_context.content.last_year, 12, 31), plan_context.on),
    )
    purchases = plan_purchases(plan=plan_context.plan, first=first, last=last, known_on=plan_context.on)
    if purchases is None or not purchases.by_nature.years:
        return {}
    domains = term_labels(Scheme.FORMACODE, purchases.by_domain.euros)
    return {
        "purchases": [
            _spread_table("nature", "Par nature de formation", purchases.by_nature, purchases.by_nature.labels),
            _spread_table(
                "domaine", "Par domaine (Formacode)", purchases.by_domain, purchases.by_domain.labels | domains
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
