"""Checks of years: the plan ends after it begins, columns fit in its years, marks fit in its columns."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from pacte.kernel.defects import Defect
from pacte.kernel.errors import ValidationError
from pacte.kernel.period import Period
from pacte.plan.records import PlanContent, PlanRow
from pacte.plan.rules.check_money import amount_location, first_row_keys
from pacte.plan.rules.defects import error_defect, quote_excerpt, warning_defect


def period_defects(content: PlanContent) -> Iterator[Defect]:
    """Yield defects of reversed or out-of-range periods, for the plan, its columns, its marks and its amounts."""
    first, last = content.first_year, content.last_year
    if first > last:
        yield error_defect(
            "period_reversed",
            ("plan", "first_year"),
            f"Le plan commence en {first} et finit en {last}.",
            "Il finirait avant de commencer.",
            "Échangez ces deux années.",
            f"{first}-{last}",
        )
        first, last = last, first
    yield from _column_defects(content, first, last)
    for row in content.rows:
        yield from _mark_defects(row, content.periods)
    keys = first_row_keys(content)
    for amount in content.amounts:
        if amount.year is not None and not first <= amount.year <= last:
            yield _outside_plan(
                amount_location(keys, amount.number, amount.year),
                f"Un montant de l'action n° {amount.number} est daté de {amount.year}",
                first,
                last,
                str(amount.year),
            )


def _column_defects(content: PlanContent, first: int, last: int) -> Iterator[Defect]:
    for period in content.periods:
        if not first <= period.first_year <= period.last_year <= last:
            yield _outside_plan(
                ("plan", "periods"), f"La colonne « {period.code} » sort du plan", first, last, period.code
            )
    for previous, period in pairwise(content.periods):
        if period.first_year <= previous.last_year:
            yield warning_defect(
                "period_reversed",
                ("plan", "periods"),
                f"La colonne « {period.code} » vient après « {previous.code} », qu'elle précède ou recouvre.",
                "Une même croix aurait deux dates.",
                "Rangez les périodes dans l'ordre, sans recouvrement.",
                period.code,
            )


def _mark_defects(row: PlanRow, columns: tuple[Period, ...]) -> Iterator[Defect]:
    codes = {column.code for column in columns}
    for flag in row.schedule.flags:
        name = f"La croix « {flag.mark} » de l'action n° {row.number}"
        try:
            code = Period.parse(flag.period).code
        except ValidationError as refusal:
            if refusal.code == "period_reversed":
                yield error_defect(
                    "period_reversed",
                    (row.key, "schedule"),
                    f"{name} est datée de {quote_excerpt(flag.period)}.",
                    "Cette période finit avant de commencer.",
                    "Écrivez la première année d'abord.",
                    flag.period,
                )
                continue
            code = flag.period
        if code not in codes:
            yield warning_defect(
                "period_outside",
                (row.key, "schedule"),
                f"{name} est datée de {quote_excerpt(flag.period)}, qui n'est pas une colonne du calendrier.",
                "Elle ne paraîtra pas dans la frise.",
                "Placez-la dans une colonne, ou ajoutez cette période au plan.",
                flag.period,
            )


def _outside_plan(at: tuple[str, str], what: str, first: int, last: int, value: str) -> Defect:
    return warning_defect(
        "period_outside",
        at,
        f"{what}, hors des années {first} à {last}.",
        "La source peut se tromper d'année.",
        "Vérifiez l'année, ou la durée du plan.",
        value,
    )
