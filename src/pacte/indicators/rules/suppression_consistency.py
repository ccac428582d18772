"""Consistent suppression: an indicator hides the counts that the journey tables hide for the same people. Pure.

The journey tables are suppressed together once a night (``journeys.rules.night``); their suppressed counts are
protected against all of them. An answer that showed one of these counts, or suppressed another one instead, would
disclose small counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from pacte.indicators.records import (
    AnswerRow,
    Indicator,
    IndicatorQuestion,
    Measure,
    Subset,
    TerritoryRule,
    Value,
    ValueState,
)
from pacte.indicators.records.question import YEAR, ZONE
from pacte.journeys.records.counts import ANSWERS, ANY_ROW, Cut
from pacte.journeys.rules.suppression_tables import OVER_BY_DEPARTMENT

SuppressedCounts = Mapping[tuple[str, int, str], frozenset[str]]
"""(cut, year, key of a row) → names of its suppressed counts."""

_BEFORE = ("proposed", "informed", "admitted", "entered")
# Matching counts of the journey tables, by relation; another relation matches all of them.
_COUNTS: dict[str, tuple[str, ...]] = {
    "entries": ("entered",), "sessions": ("entered",), "hours": ("entered",), "referred": ("entered",),
    "attested": ("entered",), "paid_entries": ("entered",), "cohort": ("entered", "ended"),
    "juries": ("entered", "ended", "certified"),
    "ends": ("ended", "due"), "follow_ons": ("ended", "due"), "situations": ("ended", "due", "answered", "in_job"),
    "accompanied": ("ended", "due"),
    "approaches": _BEFORE, "informed": _BEFORE, "contacts": _BEFORE, "proposals": _BEFORE, "first_days": _BEFORE,
}  # fmt: skip
# Relations by year of the end, like the answers after it.
_BY_END = frozenset({"ends", "follow_ons", "situations", "accompanied", "departures", "reasons"})
_ALL = (*_BEFORE, "ended", "certified", "answered", "in_job")
# Audience → the row of a cut of people that it matches, or is part of.
_PUBLICS = {
    "under_26": ("age", "under_26"), "55_plus": ("age", "45_over"), "low_qualified": ("level", "low"),
    "women": ("sex", "f"),
}  # fmt: skip
# Tables in which a subset is a row.
_SUBSET_TABLES = (Subset.FUND, Subset.OBJECTIVE, Subset.JURY, Subset.LATE)


def counts_subset(indicator: Indicator) -> bool:
    """True when it counts only some people or sessions.

    Sessions that are not over do not matter: they are yet to come.
    """
    return bool(set(indicator.subsets) - {Subset.OVER})


def is_total_only(indicator: Indicator) -> bool:
    """True when readers who see no small count get no split: it counts a subset, or by year of the end.

    The journey tables count by year of the start. Cut finer than a year, the two together would disclose how few people
    of a place or of an audience cross New Year.
    """
    return counts_subset(indicator) or _counts_by_end(indicator)


def _counts_by_end(indicator: Indicator) -> bool:
    return any(measure.relation in _BY_END and measure.on != "first_starts_on" for measure in indicator.measures)


def is_hidden_by_action(indicator: Indicator) -> bool:
    """True when readers who see no small count get no value of an action.

    The nightly tables hold the entries of each action, and those that the pact pays, and nothing else by action: a part
    of its people, or those of the year of their end, would be a cut that no table protects.
    """
    return bool(set(indicator.subsets) - {Subset.FUND}) or _counts_by_end(indicator)


def matching_count_names(indicator: Indicator) -> set[str]:
    """Counts of the journey tables that the indicator would disclose. Kinds of end are shown for a whole year only."""
    return {name for measure in indicator.measures for name in _COUNTS.get(measure.relation, _ALL)} | {*indicator.ends}


def is_row_suppressed(
    indicator: Indicator, question: IndicatorQuestion, row: AnswerRow, hidden: SuppressedCounts
) -> bool:
    """True when the journey tables suppress a count that this row would disclose."""
    names = matching_count_names(indicator)
    return any(not names.isdisjoint(gone) for gone in _suppressed_names(indicator, question, row, hidden))


def _suppressed_names(
    indicator: Indicator, question: IndicatorQuestion, row: AnswerRow, hidden: SuppressedCounts
) -> Iterator[frozenset[str]]:
    codes = {split: code for split, code, _ in row.keys}
    for year in range(question.first.year, question.last.year + 1):
        if str(year) != codes.get(YEAR, str(year)):
            continue
        yield _suppressed_in_row(hidden, YEAR, year, str(year))
        for table in (each for each in _SUBSET_TABLES if each in indicator.subsets):
            yield from _suppressed_in_table(hidden, table, year)
        if any(measure.relation in _BY_END for measure in indicator.measures):
            yield from _suppressed_in_table(hidden, ANSWERS, year)
        if Subset.OVER in indicator.subsets:
            yield _suppressed_in_row(hidden, Subset.OVER, year, "")
        if indicator.public in _PUBLICS:
            cut, key = _PUBLICS[indicator.public]
            # People of no known class are the rest of the denominator.
            yield _suppressed_in_row(hidden, cut, year, key) | _suppressed_in_row(hidden, cut, year, "")
        if codes.get("public") in _PUBLICS:
            cut, key = _PUBLICS[codes["public"]]
            yield _suppressed_in_row(hidden, cut, year, key)
        zone = codes.get(ZONE) or (question.zone.code if question.zone else "")
        if zone:
            yield from _suppressed_in_zone(indicator, question, year, zone, hidden)
            if Subset.OVER in indicator.subsets:
                yield _suppressed_in_row(hidden, OVER_BY_DEPARTMENT, year, zone)


def _suppressed_in_row(hidden: SuppressedCounts, cut: str, year: int, key: str) -> frozenset[str]:
    nothing: frozenset[str] = frozenset()
    return hidden.get((cut, year, key), nothing) | hidden.get((cut, year, ANY_ROW), nothing)


def _suppressed_in_zone(
    indicator: Indicator, question: IndicatorQuestion, year: int, zone: str, hidden: SuppressedCounts
) -> Iterator[frozenset[str]]:
    kind = question.zone.kind if question.zone else question.zone_kind
    for cut in {_cut_of(indicator, question, measure) for measure in indicator.measures}:
        if kind == "department":
            yield _suppressed_in_row(hidden, cut, year, "" if zone == "unknown" else zone)
        else:
            # A region is the union of its departments.
            yield from _suppressed_in_table(hidden, cut, year)


def _cut_of(indicator: Indicator, question: IndicatorQuestion, measure: Measure) -> str:
    rule = question.territory or indicator.territory
    is_home = rule is TerritoryRule.RESIDENCE and measure.relation not in ("sessions", "ledger", "states")
    return Cut.RESIDENCE if is_home else Cut.DEPARTMENT


def _suppressed_in_table(hidden: SuppressedCounts, table: str, year: int) -> Iterator[frozenset[str]]:
    return (gone for (cut, of, _), gone in hidden.items() if (cut, of) == (table, year))


def with_absent_rows(
    indicator: Indicator,
    question: IndicatorQuestion,
    rows: Sequence[AnswerRow],
    hidden: SuppressedCounts,
    labels: Mapping[str, str],
) -> tuple[AnswerRow, ...]:
    """Adds rows of zero for codes whose absence would disclose that nobody is there, where the tables suppress it.

    ``labels``: the labels of the codes of the split.
    """
    if not indicator.suppresses_small_counts or len(question.by) != 1:
        return tuple(rows)
    (split,) = question.by
    known = {code for row in rows for _, code, _ in row.keys}
    codes = [*_PUBLICS] if split == "public" else sorted(_suppressed_zones(indicator, question, hidden))
    absent = [
        AnswerRow(((split, code, labels.get(code, code)),), _zero_value(rows[0].value))
        for code in codes if code not in known and split in ("public", ZONE)
    ]  # fmt: skip
    return *rows, *(row for row in absent if is_row_suppressed(indicator, question, row, hidden))


def _zero_value(total: Value) -> Value:
    """The same counts as those of the total, all zero."""
    counts = ("numerator", "denominator", "expected", "received")
    return replace(
        total, state=ValueState.NUMBER, number=None, side_counts=tuple((label, 0) for label, _ in total.side_counts),
        **{name: 0 for name in counts if getattr(total, name) is not None},
    )  # fmt: skip


def _suppressed_zones(indicator: Indicator, question: IndicatorQuestion, hidden: SuppressedCounts) -> set[str]:
    cuts = {_cut_of(indicator, question, measure) for measure in indicator.measures} | {OVER_BY_DEPARTMENT}
    return {
        key or "unknown" for cut, year, key in hidden
        if cut in cuts and year == question.first.year and key != ANY_ROW and question.zone_kind == "department"
    }  # fmt: skip


def suppressed_ranks(
    indicator: Indicator, question: IndicatorQuestion, rows: Sequence[AnswerRow], hidden: SuppressedCounts
) -> Collection[int] | None:
    """Ranks of the rows to suppress; None when the total is suppressed, and all rows with it.

    ``rows[0]`` is the total.
    """
    total, *cells = rows
    if is_row_suppressed(indicator, question, total, hidden):
        return None
    return {rank for rank, row in enumerate(cells) if is_row_suppressed(indicator, question, row, hidden)}
