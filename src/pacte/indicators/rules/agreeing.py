"""One count has one mask: where the tables of journeys hide a line, an indicator of the same people hides it. Pure.

Those tables are decided together once a night (``journeys.rules.night``); what they hide is safe from all of them. An
answer that showed one of their hidden counts, or hid another one in its place, would give small counts back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from pacte.indicators.records import Indicator, Kept, Line, Measure, Question, TerritoryRule
from pacte.indicators.records.question import YEAR, ZONE

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
# Tables in which what an indicator keeps is a line.
_KEPT_TABLES = (Kept.FUND, Kept.OBJECTIVE, Kept.JURY, Kept.LATE)


def keeps_a_part(indicator: Indicator) -> bool:
    """It counts some of the people, or of the sessions, and not others: those that are not over are yet to come."""
    return bool(set(indicator.keeps) - {Kept.OVER})


def hides(indicator: Indicator, question: Question, line: Line, hidden: Hidden) -> bool:
    """True when the tables of journeys hide a count that this line tells."""
    names = {name for measure in indicator.measures for name in _COUNTS.get(measure.relation, _ALL)}
    # Kinds of end are shown of a whole year alone.
    names |= set(indicator.ends)
    return any(not names.isdisjoint(gone) for gone in _found(indicator, question, line, hidden))


def _found(indicator: Indicator, question: Question, line: Line, hidden: Hidden) -> Iterator[frozenset[str]]:
    codes = {split: code for split, code, _ in line.keys}
    for year in range(question.first.year, question.last.year + 1):
        if str(year) != codes.get(YEAR, str(year)):
            continue
        yield hidden.get((YEAR, year, str(year)), frozenset())
        for table in (each for each in _KEPT_TABLES if each in indicator.keeps):
            yield from _of_table(hidden, table, year)
        if Kept.OVER in indicator.keeps:
            yield hidden.get((Kept.OVER, year, ""), frozenset())
        if indicator.public in _PUBLICS:
            cut, key = _PUBLICS[indicator.public]
            # Who is of no known class is what is left of the denominator.
            yield hidden.get((cut, year, key), frozenset()) | hidden.get((cut, year, ""), frozenset())
        if codes.get("public") in _PUBLICS:
            cut, key = _PUBLICS[codes["public"]]
            yield hidden.get((cut, year, key), frozenset())
        zone = codes.get(ZONE) or (question.zone.code if question.zone else "")
        if zone:
            yield from _of_zone(indicator, question, year, zone, hidden)
            if Kept.OVER in indicator.keeps:
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
