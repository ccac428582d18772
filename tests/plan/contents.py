"""Plans for the tests of rules: a small valid one, and Hypothesis strategies."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionTitle,
    Amount,
    Axis,
    Doubt,
    Expense,
    Figure,
    FigureKind,
    Flag,
    Lead,
    Objective,
    Placement,
    PlanContent,
    PlanRow,
    RowKind,
    Schedule,
    Staff,
)

PERIODS = (Period(2019, 2019), Period(2020, 2020), Period(2021, 2022))
ALL_YEARS = Schedule(Placement.CERTAIN, tuple(Flag(period.code, "X") for period in PERIODS), "X X X")


def row(key: str, number: int | str, **values: Any) -> PlanRow:
    """A valid row of axis 1; give only the values that the test needs."""
    known: dict[str, Any] = {
        "kind": RowKind.ACTION,
        "axis_code": "1",
        "strategic_code": "1-1",
        "operational_code": "1-1.1",
        "title": f"Titre de {key}",
        "leads": (Lead("Région", "DFP"),),
        "schedule": ALL_YEARS,
        "priority": "2019",
        **values,
    }
    if "linked_numbers" in known:
        known["linked_numbers"] = tuple(map(ActionCode, known["linked_numbers"]))
    return PlanRow(key=key, number=ActionCode(number), **known)


def target(what: str = "formations rénovées", value: int | None = 10, **values: Any) -> Figure:
    known = {"unit": "formations", "value": None if value is None else Decimal(value), **values}
    return Figure(what, FigureKind.TARGET, **known)


def small_plan(*rows: PlanRow, **values: Any) -> PlanContent:
    """Two axes; the second one has no action unless ``rows`` give it one."""
    known = rows or (
        row("A01", 1, figures=(target(),)),
        row("A02a", 2, kind=RowKind.SUBROW, title="Camion"),
        row("A02b", 2, kind=RowKind.SUBROW, title="Canaux"),
    )
    content = PlanContent(
        code="essai_2019-2022",
        title="Plan d'essai",
        region="Centre-Val de Loire",
        first_year=2019,
        last_year=2022,
        periods=PERIODS,
        axes=(Axis("1", "Axe 1", "Parcours", amount_cents=10_000_000_00), Axis("2", "Axe 2", "Publics fragiles")),
        objectives=(
            Objective("1-1", "Nouveaux parcours", "1"),
            Objective("1-1.1", "Étoffer l'offre", "1", "1-1"),
            Objective("1-1.2", "Analyser les besoins", "1", "1-1"),
            Objective("2-1", "Savoirs fondamentaux", "2"),
        ),
        actions=tuple(ActionTitle(number, f"Action {number}") for number in sorted({each.number for each in known})),
        rows=known,
    )
    return replace(content, **values)


# ------------------------------------------------------------------ strategies

_LETTERS = "abcdéèàçœEÉ '’-.,;:?!«»…\u00a0\u202f\n0123456789"
texts = st.text(_LETTERS, max_size=24)
words = st.text("abcdéèàçœ0123456789", min_size=1, max_size=10)
codes = st.sampled_from(["1", "2", "3", "1-1", "1-1.1", "1-1.2", "2-1", "2-1.1", "9-9", ""])
numbers = st.sampled_from(["", "0", "1", "2", "3", "4", "5", "6", "27b", "A.1", "A.10", "a b"]).map(ActionCode)
decimals = st.decimals(min_value=-10_000, max_value=10_000, places=2)
cents = st.integers(min_value=-(10**11), max_value=10**12)
doubts = st.lists(st.builds(Doubt, st.sampled_from(["", "title", "schedule"]), texts), max_size=2).map(tuple)
text_lists = st.lists(texts, max_size=3).map(tuple)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    value, low, high = (draw(st.none() | decimals) for _ in range(3))
    return Figure(
        draw(texts),
        draw(st.sampled_from(FigureKind)),
        value,
        low,
        high,
        draw(texts),
        draw(texts),
        draw(texts),
        draw(st.booleans()),
        draw(texts),
        draw(texts),
        draw(texts),
        draw(st.booleans()),
    )


flags = st.builds(
    Flag,
    st.sampled_from(["2019", "2020", "2021-2022", "2030", "2022-2021", "un jour"]),
    st.sampled_from(["X", "x", "?", "X (TH)", "X (autres publics)"]),
)
schedules = st.builds(
    Schedule, st.sampled_from(Placement), st.lists(flags, max_size=3).map(tuple), texts, st.integers(0, 3), texts
)
leads = st.builds(Lead, st.sampled_from(["Région", "Etat", "GIP ALFA Centre", ""]), texts, texts, texts)


@st.composite
def rows(draw: st.DrawFn) -> PlanRow:
    return PlanRow(
        key=draw(words), number=draw(numbers), kind=draw(st.sampled_from(RowKind)), axis_code=draw(codes),
        strategic_code=draw(codes), operational_code=draw(codes), title=draw(texts), short_title=draw(texts),
        title_as_printed=draw(texts), description=draw(texts), leads=draw(st.lists(leads, max_size=2).map(tuple)),
        leads_as_printed=draw(texts), expected_result=draw(texts),
        figures=draw(st.lists(figures(), max_size=3).map(tuple)), priority=draw(texts), comment=draw(texts),
        staff=draw(st.lists(st.builds(Staff, texts, texts, st.none() | decimals), max_size=2).map(tuple)),
        expenses=draw(st.lists(st.builds(Expense, texts, texts), max_size=2).map(tuple)),
        schedule=draw(schedules), linked_numbers=draw(st.lists(numbers, max_size=2).map(tuple)),
        publics=draw(text_lists), sectors=draw(text_lists), territories=draw(text_lists),
        partners=draw(text_lists), source_lines=draw(texts),
        doubts=draw(doubts),
    )  # fmt: skip


@st.composite
def wild_contents(draw: st.DrawFn) -> PlanContent:
    """Any plan that the records can hold, valid or not."""
    axes = st.builds(Axis, codes, texts, texts, texts, st.none() | cents, texts, text_lists, texts, doubts)
    objectives = st.builds(Objective, codes, texts, codes, codes, texts, doubts)
    return PlanContent(
        code=draw(words), title=draw(texts), region=draw(texts),
        first_year=draw(st.integers(0, 2300)), last_year=draw(st.integers(0, 2300)),
        periods=draw(st.lists(st.sampled_from([*PERIODS, Period(2020, 2030)]), max_size=4).map(tuple)),
        document_title=draw(texts), decided_on=draw(texts), source=draw(texts),
        axes=draw(st.lists(axes, max_size=3).map(tuple)),
        objectives=draw(st.lists(objectives, max_size=4).map(tuple)),
        actions=draw(st.lists(st.builds(ActionTitle, numbers, texts, texts), max_size=4).map(tuple)),
        rows=draw(st.lists(rows(), max_size=4).map(tuple)),
        amounts=draw(st.lists(st.builds(Amount, numbers, st.none() | st.integers(2015, 2025), cents), max_size=4)
                     .map(tuple)),
    )  # fmt: skip


@st.composite
def keyed_contents(draw: st.DrawFn) -> PlanContent:
    """Any plan whose rows, axes, objectives and titles have distinct keys, like those of a stored version."""
    content = draw(wild_contents())
    return replace(
        content,
        axes=_distinct(content.axes, "code"),
        objectives=_distinct(content.objectives, "code"),
        actions=_distinct(content.actions, "number"),
        rows=_distinct(content.rows, "key"),
        amounts=tuple({(each.number, each.year): each for each in content.amounts}.values()),
    )


def _distinct(records: tuple[Any, ...], field: str) -> tuple[Any, ...]:
    return tuple({getattr(each, field): each for each in records}.values())
