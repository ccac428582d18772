"""One count has one mask: where the tables of journeys hide a line, an indicator of the same people hides it. Pure.

Those tables are decided together once a night (``journeys.rules.night``); what they hide is safe from all of them. An
answer that showed one of their hidden counts, or hid another one in its place, would give small counts back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from pacte.indicators.records import Indicator, Line, Measure, Question, TerritoryRule
from pacte.indicators.records.question import MONTH, YEAR, ZONE
from pacte.journeys.records.counts import ENDS

Hidden = Mapping[tuple[str, int, str], frozenset[str]]
"""Cut, year and key of a line, with the names of the counts that are hidden in it."""

_BEFORE = ("proposed", "informed", "admitted", "entered")
# What the facts of a relation are, among the counts of journeys; those of another relation are all of them.
_COUNTS: dict[str, tuple[str, ...]] = {
    "entries": ("entered",), "sessions": ("entered",), "hours": ("entered",), "referred": ("entered",),
    "attested": ("entered",), "cohort": ("entered", "ended"), "juries": ("entered", "ended", "certified"),
    "ends": ("ended",), "follow_ons": ("ended",), "situations": ("ended", "answered", "in_job"),
    "approaches": _BEFORE, "informed": _BEFORE, "contacts": _BEFORE, "proposals": _BEFORE, "first_days": _BEFORE,
}  # fmt: skip
_ALL = (*_BEFORE, "ended", "certified", "answered", "in_job")
# A public, and the line of a cut of people that it is, or is part of.
_PUBLICS = {
    "under_26": ("age", "under_26"), "55_plus": ("age", "45_over"), "low_qualified": ("level", "low"),
    "women": ("sex", "f"),
}  # fmt: skip
_PARTS = re.compile(r"\b(sex|age|diploma|outcome|rsa|rqth|justice)\b")
# Words of a measure that keeps some sessions, and the table in which these are a line.
KEPT_SESSIONS = {
    "fund": "fund", "nature": "objective", "certifying": "jury", "juries": "jury", "ends_on + interval": "late",
}  # fmt: skip


def kept_sessions(indicator: Indicator) -> tuple[str, ...]:
    """Tables in which what the indicator counts is a line: it keeps the sessions of a fund, or of an objective."""
    words = " ".join(f"{measure.relation} {measure.sql}" for measure in indicator.measures)
    return tuple(table for word, table in KEPT_SESSIONS.items() if word in words)


def keeps_a_part(indicator: Indicator) -> bool:
    """It counts some of the people, or of the sessions, and not others."""
    return bool(kept_sessions(indicator)) or any(_PARTS.search(measure.sql) for measure in indicator.measures)


def _waits_for_the_end(indicator: Indicator) -> bool:
    """It counts the sessions that are over."""
    return any(
        measure.relation == "cohort" or "ends_on <" in measure.sql or "is_over" in measure.sql
        for measure in indicator.measures
    )


def hides(indicator: Indicator, question: Question, line: Line, hidden: Hidden) -> bool:
    """True when the tables of journeys hide a count that this line tells."""
    names = {name for measure in indicator.measures for name in _COUNTS.get(measure.relation, _ALL)}
    # Kinds of end are shown of a whole year alone.
    kinds = {kind for kind in ENDS for measure in indicator.measures if f"'{kind}'" in measure.sql}
    for year in range(question.first.year, question.last.year + 1):
        if not kinds.isdisjoint(hidden.get((YEAR, year, str(year)), ())):
            return True
    return any(not names.isdisjoint(gone) for gone in _found(indicator, question, line, hidden))


def _found(indicator: Indicator, question: Question, line: Line, hidden: Hidden) -> Iterator[frozenset[str]]:
    codes = {split: code for split, code, _ in line.keys}
    for year in range(question.first.year, question.last.year + 1):
        if str(year) != codes.get(YEAR, str(year)):
            continue
        yield hidden.get((YEAR, year, str(year)), frozenset())
        for table in kept_sessions(indicator):
            yield from _of_table(hidden, table, year)
        if waits := _waits_for_the_end(indicator):
            yield hidden.get(("over", year, ""), frozenset())
        if indicator.public in _PUBLICS:
            cut, key = _PUBLICS[indicator.public]
            # Who is of no known class is what is left of the denominator.
            yield hidden.get((cut, year, key), frozenset()) | hidden.get((cut, year, ""), frozenset())
        if MONTH in codes and codes[MONTH].startswith(str(year)):
            month = codes[MONTH][-2:]
            yield hidden.get((MONTH, year, month), frozenset())
            if waits:
                yield hidden.get(("over_month", year, month), frozenset())
        if codes.get("public") in _PUBLICS:
            cut, key = _PUBLICS[codes["public"]]
            yield hidden.get((cut, year, key), frozenset())
        zone = codes.get(ZONE) or (question.zone.code if question.zone else "")
        if zone:
            yield from _of_zone(indicator, question, year, zone, hidden)
            if waits:
                yield hidden.get(("over_there", year, zone), frozenset())


def _of_zone(
    indicator: Indicator, question: Question, year: int, zone: str, hidden: Hidden
) -> Iterator[frozenset[str]]:
    kind = question.zone.kind if question.zone else question.zone_kind
    for cut in {_cut_of(indicator, question, measure) for measure in indicator.measures}:
        if kind == "department":
            yield hidden.get((cut, year, "" if zone == "unknown" else zone), frozenset())
        else:
            # A region is its departments.
            yield from _of_table(hidden, cut, year)


def _cut_of(indicator: Indicator, question: Question, measure: Measure) -> str:
    rule = question.territory or indicator.territory
    is_home = rule is TerritoryRule.RESIDENCE and measure.relation not in ("sessions", "ledger", "states")
    return "residence" if is_home else "department"


def _of_table(hidden: Hidden, table: str, year: int) -> Iterator[frozenset[str]]:
    return (gone for (cut, of, _), gone in hidden.items() if (cut, of) == (table, year))


def hidden_ranks(
    indicator: Indicator, question: Question, lines: Sequence[Line], hidden: Hidden
) -> Collection[int] | None:
    """Ranks of the lines to hide; None when the whole is, and all with it. ``lines[0]`` is the whole."""
    whole, *cells = lines
    if hides(indicator, question, whole, hidden):
        return None
    return {rank for rank, line in enumerate(cells) if hides(indicator, question, line, hidden)}
