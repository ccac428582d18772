"""Reads the periods of a plan without mark columns: « 2024-2026 » in one cell, or a start year and an end year."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pacte.exchange.plan_table.findings import TableFindings, quoted_excerpt
from pacte.exchange.plan_table.table_lines import TableLine
from pacte.kernel.errors import ValidationError
from pacte.kernel.period import Period
from pacte.plan.records import Flag, Placement, Schedule

_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_MAX_PLAN_YEARS = 20


def plan_periods(lines: Sequence[TableLine]) -> tuple[Period, ...]:
    """Returns the mark columns; else the years named in the cells; else nothing."""
    columns = {period for line in lines for _, period in line.table.periods}
    if columns:
        return tuple(sorted(columns))
    years = [
        year
        for line in lines
        for name in ("period_text", "first_year", "last_year")
        for year in years_in(line.text(name))
    ]
    if not years or max(years) - min(years) > _MAX_PLAN_YEARS:
        return ()
    return tuple(Period(year, year) for year in range(min(years), max(years) + 1))


def years_in(text: str) -> list[int]:
    return [int(year) for year in _YEAR.findall(text)]


def schedule_from_period_columns(
    line: TableLine, periods: Sequence[Period], key: str, findings: TableFindings
) -> Schedule | None:
    """Returns None when the table has mark columns, which take precedence."""
    if line.table.periods:
        return None
    span, name, printed = _span(line, key, findings)
    if not line.has(name):
        return Schedule()
    findings.where.setdefault((key, "schedule"), line.cell(name))
    if span is None:
        return Schedule(as_printed=printed, note=printed)
    flags = tuple(Flag(period.code, "X") for period in periods if span.covers(period.first_year))
    return Schedule(Placement.CERTAIN if flags else Placement.NONE, flags, printed)


def _span(line: TableLine, key: str, findings: TableFindings) -> tuple[Period | None, str, str]:
    if line.has("period_text"):
        return _period_of_text(line, key, findings), "period_text", line.text("period_text")
    first, last = years_in(line.text("first_year")), years_in(line.text("last_year"))
    if not first and not last:
        return None, "first_year", ""
    start, end = (first or last)[0], (last or first)[0]
    printed = f"{start}-{end}" if start != end else str(start)
    try:
        return Period(start, end), "first_year", printed
    except ValidationError as refusal:
        findings.invalid(
            refusal, line.cell("last_year" if line.has("last_year") else "first_year"), printed, (key, "schedule")
        )
        return None, "first_year", ""


def _period_of_text(line: TableLine, key: str, findings: TableFindings) -> Period | None:
    text = line.text("period_text")
    if not text:
        return None
    try:
        return Period.parse(text)
    except ValidationError as refusal:
        if refusal.code == "period_reversed":
            findings.invalid(refusal, line.cell("period_text"), text, (key, "schedule"))
            return None
    years = years_in(text)
    if len(years) in (1, 2) and years == sorted(years):
        return Period(years[0], years[-1])
    if len(years) == 2:
        findings.error(
            "period_reversed",
            line.cell("period_text"),
            f"La période {quoted_excerpt(text)} finit avant de commencer.",
            "Écrivez la première année d'abord.",
            text,
            (key, "schedule"),
        )
        return None
    findings.warning(
        "period_shape",
        line.cell("period_text"),
        f"{quoted_excerpt(text)} n'est pas une période : elle est gardée telle quelle.",
        "Écrivez par exemple « 2024-2026 ».",
        text,
        (key, "schedule"),
    )
    return None
