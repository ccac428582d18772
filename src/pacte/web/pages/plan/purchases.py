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
    from pacte.web.pages.plan.reading import Shown

_MOST = 8


def purchase_values(seen: Shown, codes: Collection[str]) -> dict[str, Any]:
    """``codes``: indicator codes of the action. Empty when none is about purchases, or before the first facts."""
    if PURCHASES_INDICATOR not in codes:
        return {}
    first, last = date(seen.content.first_year, 1, 1), min(date(seen.content.last_year, 12, 31), seen.on)
    found = plan_purchases(plan=seen.plan, first=first, last=last, known_on=seen.on)
    if found is None or not found.by_nature.years:
        return {}
    domains = term_labels(Scheme.FORMACODE, found.by_domain.euros)
    return {
        "purchases": [
            _table("nature", "Par nature de formation", found.by_nature, found.by_nature.labels),
            _table("domaine", "Par domaine (Formacode)", found.by_domain, found.by_domain.labels | domains),
        ],
        "purchases_follow_on": [
            apply_french_spacing(
                f"{indicator(each.code).label} : {measured_value_text(each.total.value, indicator(each.code).unit_word)}."
            )
            for each in found.follow_on
            if not each.refusal and each.total.value.state is ValueState.NUMBER
        ],
    }


def _table(kind: str, title: str, spread: PurchaseSpread, words: dict[str, str]) -> dict[str, Any]:
    years, ranked = spread.years, spread.ranked()
    shown, rest = ranked[:_MOST], ranked[_MOST:]
    rows = [[_words(code, words), *(_share(spread.share(code, year)) for year in years)] for code in shown]
    if rest:
        others = [sum((spread.share(code, year) or Fraction(0) for code in rest), Fraction(0)) for year in years]
        rows.append([f"{format_number(len(rest))} autres", *(_share(each) for each in others)])
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


def _words(code: str, words: dict[str, str]) -> str:
    """Falls back to the number of a domain when its nomenclature is not loaded."""
    told = words.get(code) or code
    return f"domaine {code}" if told == code and code.isdigit() else told


def _share(part: Fraction | None) -> dict[str, str]:
    return (
        {"text": "", "value": ""}
        if part is None
        else {"text": format_percent(float(part)), "value": f"{float(part):.4f}"}
    )
