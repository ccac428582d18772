"""Hypothesis strategies for plans: valid for ``plan.rules.check``, with texts that often break parsers and writers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from pacte.kernel.action_codes import ActionCode, action_code_sort_key, is_action_code
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionState,
    ActionStatus,
    ActionTitle,
    Amount,
    Axis,
    Doubt,
    Expense,
    Figure,
    FigureKind,
    Flag,
    Lead,
    LineageKind,
    LineageLink,
    Objective,
    Placement,
    PlanContent,
    PlanRow,
    PriorityPublic,
    RowKind,
    Schedule,
    Staff,
)

# Texts that formulas, csv, YAML, XML and naive parsers misread. No control characters.
TRAPS = (
    "=1+1", "+33 2", "-3", "@cible", "– tiret", "'apostrophe", '"guillemets"', "l’élève", "« œuvre »", "a ; b, c",
    "null", "yes", "non", "~", "1e3", "0x1f", "012", "1:30", "1_000", ".5", "2019", "2019-01-01", "1-1.2", "TRUE",
    "<<", "- a", "? b", "# c", "clé: valeur", "{a: b}", "[a, b]", "&ancre", "*alias", "!!str x", "%TAG", "---", "...",
    "|", ">-", "`", "<b>&amp;</b>", "]]>", "\\n", "C:\\x", "50\u202f%", "12\u00a0€", "Œ", "ﬁn", "e\u0301té",
    "😀", "日本", "a  b", "http://exemple.fr/?a=1&b=2#c", "{{ x }}", "{% x %}", "$&", "${x}",
)  # fmt: skip
_SIGNS = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    "àâäçéèêëîïôöùûüÿœæÀÉÈŒ «»’'\"()[]{}<>!?.,;:/\\|%€$&#*+-–—_=@~`^°²\u00a0\u202f…"
)


def lines_of_text(max_size: int = 40) -> st.SearchStrategy[str]:
    """One line, trimmed, possibly empty."""
    free = st.text(alphabet=_SIGNS, max_size=max_size)
    mixed = st.lists(st.one_of(st.sampled_from(TRAPS), free), max_size=3).map(" ".join)
    return st.one_of(free, st.sampled_from(TRAPS), mixed).map(lambda text: text[: max_size * 2].strip())


def names(max_size: int = 30) -> st.SearchStrategy[str]:
    """One line that is not empty."""
    return lines_of_text(max_size).map(lambda text: text or "sans nom")


def paragraphs() -> st.SearchStrategy[str]:
    """Trimmed text of several lines, possibly empty."""
    long_line = st.lists(names(), min_size=8, max_size=14).map(" ".join)
    lines = st.lists(st.one_of(lines_of_text(), long_line), max_size=4)
    return lines.map("\n".join).map(lambda text: text.strip())


def codes(size: int = 8) -> st.SearchStrategy[str]:
    return st.from_regex(rf"[A-Za-z0-9][A-Za-z0-9.\-]{{0,{size - 1}}}", fullmatch=True)


def decimals(largest: int = 10**9) -> st.SearchStrategy[Decimal]:
    """Decimals as tables hold them: four digits after the point at most."""
    return st.integers(0, largest * 10_000).map(lambda units: Decimal(units) / 10_000)


def doubts(*fields: str) -> st.SearchStrategy[tuple[Doubt, ...]]:
    return st.lists(st.builds(Doubt, st.sampled_from(("", *fields)), names(60)), max_size=2).map(tuple)


def _texts() -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(names(), max_size=3, unique=True).map(tuple)


@st.composite
def figures(draw: st.DrawFn) -> Figure:
    shape = draw(st.sampled_from(("value", "range", "none")))
    low, high = sorted((draw(decimals()), draw(decimals())))
    return Figure(
        what=draw(names()),
        kind=draw(st.sampled_from(FigureKind)),
        value=low if shape == "value" else None,
        minimum=low if shape == "range" else None,
        maximum=high if shape == "range" else None,
        unit=draw(names(12)),
        per=draw(lines_of_text(12)),
        horizon=draw(lines_of_text(12)),
        certain=draw(st.booleans()),
        source_text=draw(lines_of_text()),
        doubt=draw(paragraphs()),
        indicator_code=draw(st.sampled_from(("", "entries", "fill_of_places_bought"))),
        proposed=draw(st.booleans()),
    )


@st.composite
def schedules(draw: st.DrawFn, periods: tuple[Period, ...]) -> Schedule:
    placement = draw(st.sampled_from(Placement))
    if placement is Placement.NONE:
        return Schedule(note=draw(lines_of_text()))
    if placement is Placement.UNKNOWN:
        return Schedule(placement, as_printed="X", flag_count=draw(st.integers(1, 9)), note=draw(paragraphs()))
    marks = st.sampled_from(("X", "?", "X (TH)", "X (autres publics)"))
    marked = [period for period in periods if draw(st.booleans())]
    flags = tuple(Flag(period.code, draw(marks)) for period in marked)
    return Schedule(placement, flags, as_printed=" ".join(flag.mark for flag in flags), note=draw(lines_of_text()))


@st.composite
def rows(
    draw: st.DrawFn, key: str, number: ActionCode, kind: RowKind, objective: Objective, periods: tuple[Period, ...]
) -> PlanRow:
    """One row under an operational objective; links and other fields are free."""
    lead = st.builds(Lead, names(), lines_of_text(), st.sampled_from(("", "appui")), lines_of_text())
    staff = st.builds(Staff, names(), lines_of_text(), st.none() | decimals(100))
    expense = st.builds(Expense, names(), st.sampled_from(("", "2019", "à partir de 2020")))
    return PlanRow(
        key=key,
        number=number,
        kind=kind,
        axis_code=objective.axis_code,
        strategic_code=objective.parent_code,
        operational_code=objective.code,
        title=draw(names()),
        short_title=draw(lines_of_text(20)),
        title_as_printed=draw(lines_of_text()),
        description=draw(paragraphs()),
        leads=tuple(draw(st.lists(lead, max_size=3))),
        leads_as_printed=draw(paragraphs()),
        expected_result=draw(paragraphs()),
        figures=tuple(draw(st.lists(figures(), max_size=3))),
        priority=draw(st.sampled_from(("", "2019", "?", "haute"))),
        comment=draw(paragraphs()),
        staff=tuple(draw(st.lists(staff, max_size=2))),
        expenses=tuple(draw(st.lists(expense, max_size=2))),
        schedule=draw(schedules(periods)),
        linked_numbers=tuple(draw(st.lists(st.just(number), max_size=1))),
        publics=draw(_texts()),
        sectors=draw(_texts()),
        territories=draw(_texts()),
        partners=draw(_texts()),
        source_lines=draw(st.sampled_from(("", "6-86", "451-489 ; 774-774"))),
        doubts=draw(doubts("title", "schedule")),
    )


def action_codes() -> st.SearchStrategy[ActionCode]:
    """Codes as plans write them: 12, 27b, A.1, B.2.3, 1.10, FA-12."""
    whole = st.integers(1, 999).map(str)
    other = st.from_regex(
        r"[A-Za-z]{1,2}[.-]?[0-9]{1,3}([.-][0-9]{1,2}[a-z]?)?|[1-9][0-9]?[a-z]|[1-9]\.[0-9]{1,2}", fullmatch=True
    )
    return (whole | other).map(ActionCode).filter(is_action_code)


@st.composite
def plan_contents(draw: st.DrawFn, max_actions: int = 4) -> PlanContent:
    """A whole plan. Rows with the same number are adjacent, under one axis; every code in a row exists."""
    first = draw(st.integers(2015, 2030))
    last = first + draw(st.integers(1, 4))
    split = draw(st.integers(first, last - 1))
    periods = (Period(first, split), Period(split + 1, last))
    axes = [draw(_axes(code)) for code in draw(st.lists(codes(4), min_size=1, max_size=3, unique=True))]
    objectives = draw(_objectives([axis.code for axis in axes]))
    operational = [each for each in objectives if not each.is_strategic]
    numbers = sorted(draw(st.lists(action_codes(), min_size=1, max_size=max_actions, unique_by=action_code_sort_key)))
    table = [row for number in numbers for row in draw(_rows_of(number, operational, periods))]
    return PlanContent(
        code=draw(st.from_regex(r"[a-z][a-z0-9_-]{0,20}", fullmatch=True)),
        title=draw(names()),
        region=draw(names(20)),
        first_year=first,
        last_year=last,
        periods=periods,
        document_title=draw(lines_of_text()),
        decided_on=draw(st.sampled_from(("", "2018-11-19", "2024-02-29"))),
        source=draw(paragraphs()),
        publics=draw(_publics()),
        axes=tuple(axes),
        objectives=objectives,
        actions=draw(_titles(table)),
        rows=tuple(table),
        amounts=draw(_amounts(numbers, first, last)),
        statuses=draw(_standings(numbers)),
        lineage=draw(_lineages(numbers)),
    )


@st.composite
def _publics(draw: st.DrawFn) -> tuple[PriorityPublic, ...]:
    codes = draw(st.lists(st.sampled_from(("under_26", "women", "autre")), max_size=2, unique=True))
    rules = st.sampled_from(("", "moins de 30 ans", "55 ans et plus ; femmes", "niveau inférieur à 4"))
    return tuple(PriorityPublic(code, draw(names()), draw(rules), draw(names())) for code in codes)


@st.composite
def _axes(draw: st.DrawFn, code: str) -> Axis:
    return Axis(
        code=code,
        label=draw(names(12)),
        title=draw(names()),
        description=draw(paragraphs()),
        amount_cents=draw(st.none() | st.integers(0, 10**12) | st.integers(0, 10**5).map(lambda n: n * 10**6)),
        amount_as_printed=draw(lines_of_text(20)),
        publics=draw(_texts()),
        source_lines=draw(st.sampled_from(("", "367-397 ; 742-772"))),
        doubts=draw(doubts("description", "publics")),
    )


@st.composite
def _objectives(draw: st.DrawFn, axis_codes: list[str]) -> tuple[Objective, ...]:
    """Strategic objectives first, then operational ones; at least one of each."""
    found = draw(st.lists(codes(6), min_size=2, max_size=6, unique=True))
    half = max(1, len(found) // 2)
    strategic = [
        Objective(code, draw(names()), draw(st.sampled_from(axis_codes)), doubts=draw(doubts("label")))
        for code in found[:half]
    ]
    parents = [draw(st.sampled_from(strategic)) for _ in found[half:]]
    operational = [
        Objective(code, draw(names()), parent.axis_code, parent.code, draw(lines_of_text(10)), draw(doubts("code")))
        for code, parent in zip(found[half:], parents, strict=True)
    ]
    return (*strategic, *operational)


@st.composite
def _rows_of(
    draw: st.DrawFn, number: ActionCode, objectives: list[Objective], periods: tuple[Period, ...]
) -> tuple[PlanRow, ...]:
    objective = draw(st.sampled_from(objectives))
    if draw(st.booleans()):
        return (draw(rows(f"A{number}", number, RowKind.ACTION, objective, periods)),)
    heads = [RowKind.HEADING] if draw(st.booleans()) else []
    kinds = [*heads, RowKind.SUBROW, RowKind.SUBROW]
    return tuple(
        draw(rows(f"A{number}{(rank and f'/{rank}') or ''}", number, kind, objective, periods))
        for rank, kind in enumerate(kinds)
    )


@st.composite
def _titles(draw: st.DrawFn, table: list[PlanRow]) -> tuple[ActionTitle, ...]:
    """One title for each number, ascending: that of its first row, or another."""
    first = {row.number: row for row in reversed(table)}
    return tuple(
        ActionTitle(number, draw(names()), draw(lines_of_text(20)))
        if draw(st.booleans())
        else ActionTitle(number, first[number].title, first[number].short_title)
        for number in sorted(first)
    )


@st.composite
def _amounts(draw: st.DrawFn, numbers: list[ActionCode], first: int, last: int) -> tuple[Amount, ...]:
    """Amounts by year, for some actions and some years."""
    return tuple(
        Amount(number, year, draw(st.integers(0, 10**11)))
        for number in numbers
        for year in range(first, last + 1)
        if draw(st.integers(0, 3)) == 0
    )


@st.composite
def _standings(draw: st.DrawFn, numbers: list[ActionCode]) -> tuple[ActionStatus, ...]:
    """States of some actions, by number."""
    since = st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))
    return tuple(
        ActionStatus(number, draw(st.sampled_from(ActionState)), draw(since), draw(names(60)))
        for number in numbers
        if draw(st.integers(0, 3)) == 0
    )


@st.composite
def _lineages(draw: st.DrawFn, numbers: list[ActionCode]) -> tuple[LineageLink, ...]:
    """Links by number. An action comes from one with a smaller number, or continues one of another plan."""
    found = []
    for number in numbers:
        smaller = [each for each in numbers if each < number]
        if smaller and draw(st.integers(0, 3)) == 0:
            found.append(LineageLink(number, draw(st.sampled_from(LineageKind)), draw(st.sampled_from(smaller))))
        if draw(st.integers(0, 3)) == 0:
            found.append(LineageLink(number, LineageKind.CONTINUES, draw(action_codes()), "AUTRE-plan_2015"))
    return tuple(found)
