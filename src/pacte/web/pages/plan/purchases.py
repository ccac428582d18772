"""What the page of an action about purchases adds: how they change, who buys what, and what people follow next."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from fractions import Fraction
from typing import Any

from pacte.accounts.queries import organisation_names
from pacte.indicators.queries.action_paths import action_paths
from pacte.indicators.queries.buyers import plan_buyers
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.purchases import JOBS_INDICATOR, PURCHASES_INDICATOR, plan_purchases
from pacte.indicators.records import IndicatorAnswer, ValueState
from pacte.indicators.rules.buyers import BuyerSplit
from pacte.indicators.rules.evidence import measured_value_text
from pacte.indicators.rules.purchases import PurchaseSpread
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_number, format_percent
from pacte.reference.queries import training_domain_labels, zone_names_by_kind
from pacte.reference.records import ZoneKind
from pacte.web.pages.plan.version_page import VersionPage

_MAX_CODES = 8


def purchase_context(page: VersionPage, number: ActionCode, codes: Collection[str]) -> dict[str, Any]:
    """``codes``: indicator codes of the action. Empty when none is about purchases, or before the first facts."""
    if not {PURCHASES_INDICATOR, JOBS_INDICATOR} & set(codes):
        return {}
    first, last = date(page.content.first_year, 1, 1), min(date(page.content.last_year, 12, 31), page.on)
    purchases = plan_purchases(plan=page.plan, first=first, last=last, known_on=page.on)
    if purchases is None or not purchases.by_nature.years:
        return {}
    labels = training_domain_labels(actor=page.actor, codes=purchases.by_domain.euros)
    buyers = plan_buyers(actor=page.actor, plan=page.plan, first=first, last=last, known_on=page.on)
    return {
        "purchases": [
            _spread_table("nature", "Par nature de formation", purchases.by_nature, purchases.by_nature.labels),
            _spread_table("domaine", "Par domaine", purchases.by_domain, purchases.by_domain.labels | labels),
            _spread_table("tension", "Par tension du métier visé", purchases.by_tension, purchases.by_tension.labels),
        ],
        "purchase_buyers": _buyer_table(page, buyers, purchases.by_domain.labels | labels) if buyers else None,
        "purchases_follow_on": [
            apply_french_spacing(
                f"{indicator(each.code).label} : "
                f"{measured_value_text(each.total.value, indicator(each.code).unit_word)}."
            )
            for each in purchases.follow_on
            if not each.refusal and each.total.value.state is ValueState.NUMBER
        ],
        "purchase_paths": _path_table(
            action_paths(actor=page.actor, plan=page.plan, number=number, first=first, last=last, known_on=page.on),
            number,
        ),
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
        "columns": [{"label": kind.capitalize()}, *({"label": year, "kind": "num"} for year in years)],
        "rows": rows,
        "totals": ["Euros commandés", *(format_number(round(spread.total(year))) for year in years)],
        "moved": [
            apply_french_spacing(
                f"De {before} à {after}, {format_percent(float(part))} des euros ont changé de {kind}."
            )
            for before, after, part in spread.yearly_shifts()
        ],
    }


def _buyer_table(page: VersionPage, split: BuyerSplit, words: dict[str, str]) -> dict[str, Any]:
    """Euros by domain and buyer; the domains that several bought come first. None of it with one buyer."""
    names = {str(key): name for key, name in organisation_names(on=page.on).items()}
    if len(split.buyers) < 2:
        return {"moved": [apply_french_spacing(f"Un seul acheteur : {names.get(split.buyers[0], 'non dit')}.")]}
    ranked = sorted(split.domains, key=lambda each: len(each.euros) < 2)
    most = max(_MAX_CODES, sum(len(each.euros) > 1 for each in ranked))
    shown, rest = ranked[:most], ranked[most:]
    departments = zone_names_by_kind({ZoneKind.DEPARTMENT: None})[ZoneKind.DEPARTMENT]
    where = f"Départements où plusieurs achètent la même chose, {split.last_year}"
    has_shared = any(each.shared for each in shown)
    rows = [
        [
            _code_label(each.domain, words),
            *(_euro_cell(each.euros.get(buyer)) for buyer in split.buyers),
            *([", ".join(departments.get(code, code) for code in each.shared)] if has_shared else []),
        ]
        for each in shown
    ]
    if rest:
        others = (sum(each.euros.get(buyer, 0.0) for each in rest) for buyer in split.buyers)
        rows.append([f"{len(rest)} autres", *map(_euro_cell, others), *([""] if has_shared else [])])
    return {
        "id": "achats-acheteur",
        "title": "Qui achète quoi",
        "columns": [
            {"label": "Domaine"},
            *({"label": names.get(each, "acheteur non dit"), "kind": "num"} for each in split.buyers),
            *([{"label": where}] if has_shared else []),
        ],
        "rows": rows,
        "totals": [
            "Euros commandés", *(format_number(round(split.total(each))) for each in split.buyers),
            *([""] if has_shared else []),
        ],
        "moved": [_shared_sentence(split)],
    }  # fmt: skip


def _shared_sentence(split: BuyerSplit) -> str:
    shares = ", ".join(f"{format_percent(share)} en {year}" for year, share in split.shared_by_year)
    return apply_french_spacing(
        f"Part des euros commandés là où plusieurs acheteurs achètent la même chose : {shares}. La même chose : un "
        "domaine, une nature, un département, une année."
    )


def _path_table(answers: tuple[IndicatorAnswer, ...], number: ActionCode) -> dict[str, Any] | None:
    """Share by year of entry, one row per indicator. None when nothing is known of any year."""
    by_code = {
        each.code: {row.keys[0][1]: row.value for row in each.rows if row.keys and row.value.denominator}
        for each in answers
        if not each.refusal
    }
    years = sorted({year for values in by_code.values() for year in values})
    if not years:
        return None
    title = f"Parcours des personnes de l’action {number}, par année d’entrée"
    return {
        "id": "achats-parcours",
        "title": title,
        "columns": [{"label": "Suite"}, *({"label": year, "kind": "num"} for year in years)],
        "rows": [
            [
                indicator(code).label,
                *(
                    measured_value_text(values[year], indicator(code).unit_word) if year in values else ""
                    for year in years
                ),
            ]
            for code, values in by_code.items()
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


def _euro_cell(euros: float | None) -> dict[str, str]:
    return {"text": "", "value": ""} if not euros else {"text": format_number(round(euros)), "value": f"{euros:.0f}"}
