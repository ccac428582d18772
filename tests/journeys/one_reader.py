"""A reader who sees no small count, and reads all that is published, on two nights.

They read through the queries that pages and files use. Of the journeys: the funnel in every cut of every year, the
counts of the actions, the results of the trainings, the answers after the end. Of the figures: all the indicators in
every cut that they may ask, as known that day and at the end of the year (profiles of territories and maps print
these); the public tables; the entries of the State's report; the evidence of each action. The rest that they know is
public: training, provider, lot, action, domain and place of each session, its start and end, its number of places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pacte.finance.records import PlanMoneyTable
from pacte.indicators.facts.dimensions import DIMENSIONS, MONTH, YEAR, ZONE
from pacte.indicators.facts.relations import RELATIONS
from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries import (
    additionality,
    answer_sets,
    computed_answers,
    publications,
    store,
    suppression,
    target_answers,
    unit_values,
)
from pacte.indicators.queries.aggregation import refusal_reason
from pacte.indicators.queries.publications import public_tables, published_table, published_years
from pacte.indicators.records import (
    AnswerRow,
    CountScope,
    Indicator,
    IndicatorKind,
    IndicatorQuestion,
    Value,
    ValueState,
)
from pacte.indicators.records.publication import PublicTable, PublishedTable
from pacte.indicators.rules.suppression import closing_day, known_on_refusal
from pacte.indicators.services import table_publication
from pacte.journeys.queries.funnel import CountAccess, funnel, published_action_counts
from pacte.journeys.queries.results import training_results
from pacte.journeys.queries.situations import situation_answers
from pacte.journeys.records.counts import ENDS, CellCounts, CountFilters, Cut
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.offer.models import Training
from pacte.plan.models import Plan
from tests.journeys.one_reader_of_evidence import Proof

# Each count is at most the one before. The number of people presented is not published.
CHAIN = ("proposed", "informed", "admitted", "entered", "ended")
PEOPLE = (*CHAIN, "certified", "answered", "in_job")
Cell = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an order: it buys ``places`` of a session."""

    action: str
    fund: str
    places: int


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue says about one session."""

    year: int
    provider: int
    department: str
    lot: int
    plan: int
    lines: tuple[Line, ...]
    training: int
    certification: str
    is_over: bool
    is_late: bool
    is_certifying: bool
    places: int
    order: int
    starts_on: date
    ends_on: date
    domain: str
    objective: str

    def keys(self, cut: Cut) -> frozenset[str]:
        """Rows of a cut that count the session: one, or one an action."""
        if cut is Cut.ACTION:
            return frozenset(line.action for line in self.lines)
        own = {Cut.DEPARTMENT: self.department, Cut.PROVIDER: self.provider, Cut.LOT: self.lot}
        return frozenset({str(own[cut])})

    @property
    def funds(self) -> frozenset[str]:
        return frozenset(line.fund for line in self.lines)

    @property
    def pact_axes(self) -> frozenset[str]:
        """Axes that the pact pays."""
        return frozenset(line.action[0] for line in self.lines if line.fund == "pact")

    @property
    def shared_by(self) -> str:
        """The lines that buy it together; "" for one line."""
        return " ".join(sorted(f"{line.action} {line.fund}" for line in self.lines)) if len(self.lines) > 1 else ""

    @property
    def crosses(self) -> bool:
        """True if the session ends in the year after its start."""
        return self.ends_on.year > self.year


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of an answer. ``key`` is "" for the total; ``true`` is the real value, which only the machine reads."""

    indicator: Indicator
    question: IndicatorQuestion
    cut: str
    key: str
    shown: Value
    true: Value

    @property
    def is_hidden(self) -> bool:
        return self.shown.state is ValueState.HIDDEN


@dataclass(slots=True)
class Reading:
    """``cells``: (cut, year, key, name of count) → count, None if hidden."""

    on: date
    cells: dict[Cell, int | None] = field(default_factory=dict)
    figures: list[Figure] = field(default_factory=list)
    tables: list[tuple[PublishedTable, Mapping[tuple[str, ...], int]]] = field(default_factory=list)
    """Each with its real counts, which only the machine reads."""
    proofs: list[Proof] = field(default_factory=list)

    def note(self, cut: str, year: object, counts: CellCounts, key: str) -> None:
        for name in (*PEOPLE, "taken", "lost", "bought", *ENDS):
            if counts.of(name) is not None or name in counts.hidden:
                self.cells[cut, str(year), key, name] = counts.of(name)


def read_journeys(
    found: Reading, actor: Actor, host_id: int, years: Iterable[int], plans: Mapping[int, Sequence[str]], at: datetime
) -> None:
    """Reads every cut that the reader may ask, new ones included.

    ``at``: instant of the publication. A table that an earlier publication made was read then.
    """
    for cut in CountAccess(actor, host_id).cuts:
        for year in [None] if cut is Cut.YEAR else years:
            table = funnel(actor=actor, host_id=host_id, filters=CountFilters(year=year), cut=cut)
            for line in (each for each in table.lines if each.counted_at == at):
                found.note(cut.value, year or line.key, line, line.key)
            found.note("whole", year or "", table.whole, "")
    for plan_id, numbers in plans.items():
        for number in numbers:
            counts = published_action_counts(actor=actor, plan_id=plan_id, number=ActionCode(number))
            if counts is not None:
                found.note("plan_action", "", counts, f"{plan_id}:{number}")
    for training in Training.objects.filter(host_id=host_id):
        results = training_results(actor=actor, training=training)
        if results is not None:
            for name, count in _results(results):
                found.cells["result", "", results.certification or str(training.pk), name] = count
    for year in years:
        for line in situation_answers(actor=actor, host_id=host_id, year=year):
            for name in ("due", "answered", "in_job"):
                found.cells["answers", str(year), str(line.months), name] = getattr(line, name)


def _results(results: Any) -> list[tuple[str, int | None]]:
    return [
        ("entered", results.entered),
        ("ended", results.completed.out_of if results.completed else None),
        ("certified", results.certified.count if results.certified else None),
        ("answered", results.answered.count if results.answered else None),
        ("in_job", results.in_job.count if results.in_job else None),
    ]


def read_added(found: Reading, actor: Actor, plan: Plan, table: PlanMoneyTable, place: Path) -> None:
    """Entries of the State's report, by year and axis of the plan."""
    sums = additionality.pact_additionality(
        actor=actor, plan=plan, table=table, known_on=found.on, facts_dir=place
    ).sums
    for (year, axis), counts in sums.cells.items():
        found.cells["axis", str(year), axis, "entered"] = counts.entries
    for year, counts in sums.years.items():
        found.cells["axis", str(year), "", "entered"] = counts.entries
    for axis, counts in sums.axes.items():
        found.cells["axis", "", axis, "entered"] = counts.entries
    found.cells["axis", "", "", "entered"] = sums.overall.entries


def read_tables(found: Reading, actor: Actor, host_id: int, facts: Facts) -> None:
    for code, years in published_years(actor=actor, host_id=host_id).items():
        for year in years:
            found.tables.append(
                (published_table(actor=actor, host_id=host_id, code=code, year=year), facts.held[code, year])
            )
    assert {each.table.code for each, _ in found.tables} == set(public_tables())


class Facts:
    """The facts of some nights, opened once per day asked about, and the answers before suppression."""

    def __init__(self, place: Path, indicators: Sequence[Indicator]) -> None:
        self.place, self.indicators = place, indicators
        self._read = {measure.relation for each in indicators for measure in each.measures}
        self._closing = ExitStack()
        self._open: dict[date, duckdb.DuckDBPyConnection] = {}
        self.true: dict[tuple[object, ...], Sequence[AnswerRow]] = {}
        self.held: dict[tuple[str, int], Mapping[tuple[str, ...], int]] = {}

    @contextmanager
    def opened(self, *, on: date, facts_dir: Path | None = None, **_: object) -> Iterator[duckdb.DuckDBPyConnection]:
        if on not in self._open:
            found = self._closing.enter_context(_REAL_OPENED(on=on, facts_dir=facts_dir, threads=1))
            for name in (each for each in RELATIONS if each in self._read):
                found.execute(f"create temp table kept_{name} as select * from {name}")
                found.execute(f"create or replace temp view {name} as select * from kept_{name}")
            self._open[on] = found
        yield self._open[on]

    def spared(
        self, connection: Any, asked: Any, question: IndicatorQuestion, reach: Any, told: Any, *more: Any
    ) -> Any:
        self.true |= {(code, *_asked(question)): lines for code, lines in told.items()}
        return _REAL_SPARED(connection, asked, question, reach, told, *more)

    def publish(self, table: PublicTable, counts: Any, *more: Any, year: int, **named: Any) -> PublishedTable:
        self.held[table.code, year] = counts
        return _REAL_PUBLISH(table, counts, *more, year=year, **named)

    @contextmanager
    def at_hand(self) -> Iterator[None]:
        with pytest.MonkeyPatch.context() as patch, self._closing:
            patch.setattr(table_publication, "build_public_table", self.publish)
            for module in (answer_sets, additionality, publications, suppression, target_answers, unit_values):
                patch.setattr(module, "open_facts", self.opened)
            patch.setattr(computed_answers, "suppress_small_counts", self.spared)
            yield


def _asked(question: IndicatorQuestion) -> tuple[object, ...]:
    return question.first, question.last, question.known_on, question.by


_REAL_OPENED: Callable[..., Any] = store.open_facts
_REAL_PUBLISH: Callable[..., Any] = table_publication.build_public_table
_REAL_SPARED: Callable[..., Any] = computed_answers.suppress_small_counts


def read_figures(found: Reading, actor: Actor, host_id: int, years: Sequence[int], facts: Facts) -> None:
    """Every cut that the reader may ask, each year, as known that day and at the end of the year."""
    reach = count_scope_of(actor, host_id)
    for year in years:
        for cut in ("", ZONE, MONTH, *DIMENSIONS):
            by = (cut,) if cut else ()
            whole = IndicatorQuestion(date(year, 1, 1), date(year, 12, 31), found.on, by=by)
            for known_on in (found.on, closing_day(whole)):
                asked = replace(whole, known_on=known_on)
                codes = tuple(
                    each.code for each in facts.indicators
                    if not refusal_reason(each, asked, reach) and not known_on_refusal(each, asked, found.on)
                )  # fmt: skip
                if codes:
                    _ask(found, actor, host_id, replace(asked, codes=codes), facts)
    _read_years(found, actor, host_id, reach, years, facts)


def _read_years(
    found: Reading, actor: Actor, host_id: int, reach: CountScope, years: Sequence[int], facts: Facts
) -> None:  # fmt: skip
    """Years side by side, as curves print them, and their sum: no sum shown may include a hidden year."""
    if len(years) == 1:
        return
    span = IndicatorQuestion(date(years[0], 1, 1), date(years[-1], 12, 31), found.on)
    codes = tuple(each.code for each in facts.indicators if not refusal_reason(each, replace(span, by=(YEAR,)), reach))
    told = Reading(found.on)
    for by in ((YEAR,), ()):
        _ask(told, actor, host_id, replace(span, codes=codes, by=by), facts)
    hidden = {each.indicator.code for each in told.figures if each.cut == YEAR and each.is_hidden}
    assert not [each.indicator.code for each in told.figures if not each.cut and not each.is_hidden
                and each.indicator.code in hidden], "no sum holds a year that is hidden"  # fmt: skip
    for each in (each for each in told.figures if each.cut == YEAR):
        one = replace(each.question, first=date(int(each.key), 1, 1), last=date(int(each.key), 12, 31), by=())
        found.figures.append(replace(each, question=one, cut="", key=""))


def indicators_of(share: int, out_of: int) -> list[Indicator]:
    """Indicators that hide small counts: one in ``out_of`` of them, and always those of entries, places and funds.

    ``share``: which part. All the parts together are the catalogue.
    """
    people = [
        each
        for each in answer_sets.indicators().values()
        if each.kind is IndicatorKind.COMPUTED and each.suppresses_small_counts
    ]
    public = [each for each in people if each.is_public]
    return [each for rank, each in enumerate(public) if rank % out_of == share or each.code in _ALWAYS]


_ALWAYS = ("entries_by_residence", "entries_by_session", "pact_entries", "places_taken")


def _ask(found: Reading, actor: Actor, host_id: int, question: IndicatorQuestion, facts: Facts) -> None:
    told = answer_sets.answer_question(actor=actor, host_id=host_id, question=question, facts_dir=facts.place)
    for asked, answer in zip(told.indicators, told.answers, strict=True):
        if answer.refusal:
            continue
        for line, true in zip(answer.rows, facts.true[asked.code, *_asked(question)], strict=True):
            assert line.keys == true.keys
            key = line.keys[0][1] if line.keys else ""
            cut = question.by[0] if line.keys else ""
            found.figures.append(Figure(asked, question, cut, key, line.value, true.value))
