"""« Qu’est-ce qui a changé ici depuis le dernier plan ? »: two days compared, series by series."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pacte.indicators.records.profile import ZoneProfile, ZoneValue
from pacte.indicators.rules.profile_blocks import period_text, value_text, zone_fit_text
from pacte.indicators.rules.profile_changes import (
    CHANGE_SENSE_LABELS,
    ProfileComparison,
    SeriesChange,
    SplitMoves,
    compare_profiles,
)
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.plan.queries import plan_summaries
from pacte.web.pages.territory.territory_page import ZONE_KIND_NAMES, ZonePage
from pacte.web.tables import Cell, Column, Table, cell, number_column


@ZonePage.view(template_name="territory/changes.html", crumb="Ce qui a changé", is_dated=False)
def changes(page: ZonePage) -> dict[str, Any]:
    spans = _plan_periods(page.actor)
    # The two days of the URL, else since the last plan.
    usual = spans[-1][1:] if spans else (date(today().year - 5, 1, 1), today())
    first, last = page.day_param("du") or usual[0], page.day_param("au", last=True) or usual[1]
    if last <= first:
        raise ValidationError("period_reversed", "Le second jour est avant le premier.", hint="Échangez-les.")
    comparison = compare_profiles(page.profile, first=first, last=last)
    return {
        "title": f"{page.profile.name} : qu’est-ce qui a changé ?",
        "answer": _summary_sentence(comparison),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "spans": [{"label": label, "url": f"?du={since}&au={until}"} for label, since, until in spans],
        "changes": Table(
            comparison.changes,
            Column("Série", lambda each: cell(each.label, note=each.where or _fit_text(each, page.profile))),
            number_column("Avant", lambda each: _value_cell(each.before, each.unit)),
            number_column("Après", lambda each: _value_cell(each.after, each.unit)),
            number_column(
                "Écart", lambda each: _difference_cell(each.difference, each.before, each.unit) or "non calculable"
            ),
            Column("Ce que cela dit", _verdict),
            id="ecarts-table",
            caption="Écarts entre les deux dates",
            empty="Aucune série n’a deux périodes entre ces dates.",
        ),
        "moves": [_moves_section(each) for each in comparison.moves],
        "alone": Table(
            comparison.not_compared,
            Column("Série", lambda pair: pair[0]),
            Column("Pourquoi elle ne se compare pas", lambda pair: pair[1]),
            id="seules-table",
            caption="Séries sans deux périodes",
        ),
    }


def _plan_periods(actor: Actor) -> list[tuple[str, date, date]]:
    """From the start of each plan to the start of the next, and from the last one to today."""
    plans = sorted(plan_summaries(actor=actor), key=lambda each: each.first_year)
    starts = [date(each.first_year, 1, 1) for each in plans]
    periods = zip(plans, starts, [*starts[1:], today()], strict=False)
    return [(f"depuis « {plan.title} »", start, end) for plan, start, end in periods if start < end]


def _summary_sentence(comparison: ProfileComparison) -> str:
    if not comparison.changes and not comparison.moves:
        return (
            f"Rien ne se compare entre le {format_day(comparison.first)} et le "
            f"{format_day(comparison.last)} : la raison est plus bas."
        )
    clean = [each for each in comparison.changes if not each.break_reasons and each.difference]
    return (
        f"Entre le {format_day(comparison.first)} et le {format_day(comparison.last)} : "
        f"{pluralise(len(clean), 'écart')} sans rupture de série, "
        f"{pluralise(sum(bool(each.break_reasons) for each in comparison.changes), 'avec rupture', 'avec rupture')}, "
        f"{pluralise(len(comparison.not_compared), 'série')} sans deux périodes."
    )


def _fit_text(change: SeriesChange, profile: ZoneProfile) -> str:
    series = profile.by_code(change.code)
    return zone_fit_text(series.fit, series.zones, ZONE_KIND_NAMES) if series else ""


def _verdict(change: SeriesChange) -> Cell:
    if change.break_reasons:
        return cell("ne se compare pas : rupture", note=change.break_reasons)
    if change.difference is None:
        return "ne se soustrait pas : une part est secrète, ou il n’y a pas les mêmes zones"
    return CHANGE_SENSE_LABELS[change.sense]


def _value_cell(value: ZoneValue, unit: str) -> Cell:
    return cell(value_text(value, unit), value=str(value.value or ""), note=period_text(value.first, value.last))


def _difference_cell(difference: Decimal | None, before: ZoneValue, unit: str) -> Cell:
    """« +12 », and its share of the value before, or points for a share; "" without a difference."""
    if difference is None:
        return ""
    places = 0 if difference == difference.to_integral_value() else 1
    note = "points" if unit == "%" else ""
    if unit != "%" and before.value:
        share = difference * 100 / before.value
        note = f"{'+' if share > 0 else ''}{format_number(share, 1)} %"
    text = f"{'+' if difference > 0 else ''}{format_number(difference, places)}"
    return cell(text, value=str(difference), note=note)


def _moves_section(each: SplitMoves) -> dict[str, Any]:
    moves = [
        (name, was, now, now.value - was.value)
        for name, was, now in (*each.up, *reversed(each.down))
        if now.value is not None and was.value is not None
    ]
    table = Table(
        moves,
        Column("Métier ou part", lambda move: move[0]),
        number_column("Avant", lambda move: _value_cell(move[1], "")),
        number_column("Après", lambda move: _value_cell(move[2], "")),
        number_column("Écart", lambda move: _difference_cell(move[3], move[1], each.unit)),
        id=f"mouvements-{each.code}-table",
        caption=each.label,
    )
    return {"id": f"mouvements-{each.code}", "title": each.label, "table": table, "broken": each.break_reasons}
