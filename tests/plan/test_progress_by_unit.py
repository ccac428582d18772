"""A target of each place or period is reached place by place, year by year: its sum says nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.plan.records import Figure
from pacte.plan.rules.progress import PROGRESS_OUTCOME_LABELS, ProgressOutcome, TargetProgress, target_progress
from pacte.plan.rules.progress_by_unit import ExpectedUnit, UnitPhase, progress_by_unit
from pacte.plan.rules.wishes import wish_progress
from tests.plan.contents import figures, target

DEPARTMENTS = tuple(ExpectedUnit(code, code) for code in ("18", "28", "36", "37", "41", "45"))
BASINS = tuple(ExpectedUnit(f"BV{rank}", f"Bassin {rank}") for rank in range(54))
YEARS = tuple(
    ExpectedUnit(year, year, phase)
    for year, phase in (
        ("2019", UnitPhase.OVER), ("2020", UnitPhase.OVER), ("2021", UnitPhase.OPEN), ("2022", UnitPhase.COMING),
    )
)  # fmt: skip
WORKSITES = replace(target("chantiers", None, per="département"), minimum=Decimal(2), maximum=Decimal(4))
ROOMS = target("salle", 1, per="bassin de vie")
STUDIES = target("études", 3, per="an")


def counted(**values: int) -> dict[str, Decimal | None]:
    return {key.removeprefix("_"): Decimal(value) for key, value in values.items()}


def in_every(units: tuple[ExpectedUnit, ...], value: int) -> dict[str, Decimal | None]:
    return {each.key: Decimal(value) for each in units}


def sentence(progress: TargetProgress) -> str:
    return progress.text.replace("\u00a0", " ")


def test_two_worksites_in_all_do_not_reach_two_to_four_a_department() -> None:
    progress, units = progress_by_unit(WORKSITES, DEPARTMENTS, in_every(DEPARTMENTS, 0) | counted(_18=1, _45=1))
    assert (progress.outcome, progress.fraction) == (ProgressOutcome.UNDER_WAY, Decimal(0))
    assert sentence(progress) == "aucun département sur 6 n’y est encore ; 2 en chemin, 4 sans rien"
    assert [each.key for each in units if each.outcome is ProgressOutcome.UNDER_WAY] == ["18", "45"]


def test_twelve_worksites_in_one_department_are_one_department_of_six() -> None:
    progress, units = progress_by_unit(WORKSITES, DEPARTMENTS, in_every(DEPARTMENTS, 0) | counted(_45=12))
    assert progress.outcome is ProgressOutcome.UNDER_WAY
    assert progress.fraction == Decimal(1) / 6
    assert sentence(progress) == "1 département sur 6 y est, dont 1 au-delà ; 5 sans rien"
    assert units[-1].outcome is ProgressOutcome.EXCEEDED


def test_two_worksites_in_each_department_reach_the_target() -> None:
    progress, _ = progress_by_unit(WORKSITES, DEPARTMENTS, in_every(DEPARTMENTS, 2))
    assert (progress.outcome, sentence(progress)) == (ProgressOutcome.REACHED, "6 départements sur 6 ont les leurs")


def test_four_departments_of_six_have_theirs() -> None:
    values = in_every(DEPARTMENTS, 3) | counted(_18=1, _28=5) | {"36": None}
    progress, _ = progress_by_unit(WORKSITES, DEPARTMENTS, values)
    assert sentence(progress) == "4 départements sur 6 ont les leurs, dont 1 au-delà ; 1 en chemin, 1 sans valeur"


def test_what_the_lead_alone_says_of_a_unit_is_counted_apart() -> None:
    values = counted(_18=3, _28=5, _36=2, _45=1)
    progress, units = progress_by_unit(WORKSITES, DEPARTMENTS, values, declared={"37": Decimal(2), "45": Decimal(9)})
    assert sentence(progress) == (
        "4 départements sur 6 ont les leurs, dont 1 au-delà et 1 déclaré ; 1 en chemin, 1 sans valeur"
    )
    assert [(each.key, each.value) for each in units if each.is_declared] == [("37", 2)], "a measure comes first"


def test_declared_years_agree_in_gender() -> None:
    progress, _ = progress_by_unit(STUDIES, YEARS, {}, declared={"2019": Decimal(3), "2020": Decimal(3)})
    assert sentence(progress) == "2 années sur 4 ont les leurs, dont 2 déclarées ; 1 en cours, 1 à venir"


def test_what_is_said_of_a_hidden_unit_is_hidden_too() -> None:
    progress, units = progress_by_unit(WORKSITES, DEPARTMENTS, {}, hidden={"45"}, declared={"45": Decimal(2)})
    assert progress.outcome is ProgressOutcome.WITHHELD
    assert (units[-1].value, units[-1].is_declared) == (None, False)


def test_one_room_is_one_living_area_only() -> None:
    progress, _ = progress_by_unit(ROOMS, BASINS, in_every(BASINS, 0) | counted(BV7=1))
    assert progress.outcome is ProgressOutcome.UNDER_WAY
    assert sentence(progress) == "1 bassin de vie sur 54 y est ; 53 sans rien"


@pytest.mark.parametrize(("figure", "in_all"), [(WORKSITES, 2), (WORKSITES, 12), (ROOMS, 1), (STUDIES, 3)])
def test_a_sum_alone_never_reaches_the_target(figure: Figure, in_all: int) -> None:
    assert target_progress(figure, Decimal(in_all)).outcome is ProgressOutcome.NOT_BY_UNIT


def test_a_unit_of_measure_changes_nothing() -> None:
    figure = target("coût", 20, unit="€")
    assert target_progress(replace(figure, per="session"), Decimal(20)) == target_progress(figure, Decimal(20))


def test_a_target_whose_per_is_unknown_has_no_progress() -> None:
    assert target_progress(target(per="canton"), Decimal(99)).outcome is ProgressOutcome.UNKNOWN_PER


def test_a_year_not_over_is_under_way_and_a_year_over_is_missed() -> None:
    progress, units = progress_by_unit(STUDIES, YEARS, counted(_2019=3, _2020=2, _2021=1))
    assert [each.outcome for each in units] == [
        ProgressOutcome.REACHED, ProgressOutcome.MISSED, ProgressOutcome.UNDER_WAY, ProgressOutcome.COMING,
    ]  # fmt: skip
    assert progress.outcome is ProgressOutcome.UNDER_WAY
    assert sentence(progress) == "1 année sur 4 y est ; 1 en cours, 1 manquée, 1 à venir"


def test_the_open_year_without_value_is_under_way_too() -> None:
    _, units = progress_by_unit(STUDIES, YEARS, counted(_2019=3))
    assert [each.outcome for each in units[1:3]] == [ProgressOutcome.NOT_MEASURED, ProgressOutcome.UNDER_WAY]


def test_when_every_year_is_over_a_missed_one_misses_the_target() -> None:
    over = tuple(replace(each, phase=UnitPhase.OVER) for each in YEARS)
    progress, _ = progress_by_unit(STUDIES, over, in_every(over, 3) | counted(_2022=1))
    assert (progress.outcome, progress.fraction) == (ProgressOutcome.MISSED, Decimal("0.75"))


def test_a_ceiling_is_not_kept_before_the_end_of_its_year() -> None:
    ceiling = replace(target("abandons", None, per="an"), maximum=Decimal(10))
    _, units = progress_by_unit(ceiling, YEARS, counted(_2019=4, _2020=12, _2021=2))
    assert [each.outcome for each in units[:3]] == [
        ProgressOutcome.REACHED, ProgressOutcome.MISSED, ProgressOutcome.UNDER_WAY,
    ]  # fmt: skip


def test_where_less_is_better_more_than_the_target_is_not_past_it() -> None:
    days = target("jours d’attente", 30, per="département")
    _, units = progress_by_unit(days, DEPARTMENTS, in_every(DEPARTMENTS, 30) | counted(_18=40, _28=20), is_falling=True)
    assert [each.outcome for each in units[:3]] == [
        ProgressOutcome.UNDER_WAY, ProgressOutcome.EXCEEDED, ProgressOutcome.REACHED,
    ]  # fmt: skip


def test_what_is_hidden_is_neither_reached_nor_nothing() -> None:
    progress, units = progress_by_unit(WORKSITES, DEPARTMENTS, in_every(DEPARTMENTS, 2), hidden={"18"})
    assert (units[0].value, units[0].outcome) == (None, ProgressOutcome.WITHHELD)
    assert progress.outcome is ProgressOutcome.UNDER_WAY
    assert sentence(progress) == "5 départements sur 6 ont les leurs ; 1 masqué"


def test_a_proposed_target_shows_its_units_and_has_no_progress() -> None:
    progress, units = progress_by_unit(replace(WORKSITES, proposed=True), DEPARTMENTS, in_every(DEPARTMENTS, 2))
    assert progress.outcome is ProgressOutcome.NOT_DECIDED
    assert {each.value for each in units} == {Decimal(2)}


values = st.none() | st.decimals(min_value=0, max_value=30, places=0)
phases = st.sampled_from(UnitPhase)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[tuple[ExpectedUnit, ...], dict[str, Decimal | None]]:
    expected = tuple(ExpectedUnit(str(rank), str(rank), draw(phases)) for rank in range(draw(st.integers(0, 8))))
    return expected, {each.key: draw(values) for each in expected}


@given(figures(), worlds(), st.booleans())
def test_any_figure_has_an_outcome_in_french_for_each_unit(
    figure: Figure, world: tuple[tuple[ExpectedUnit, ...], dict[str, Decimal | None]], is_falling: bool
) -> None:
    expected, known = world
    progress, units = progress_by_unit(figure, expected, known, is_falling=is_falling)
    assert [each.key for each in units] == [each.key for each in expected]
    assert all(PROGRESS_OUTCOME_LABELS[each.outcome] for each in (*units, progress))


@given(worlds())
def test_the_target_is_reached_only_when_every_unit_is(
    world: tuple[tuple[ExpectedUnit, ...], dict[str, Decimal | None]],
) -> None:
    expected, known = world
    progress, units = progress_by_unit(WORKSITES, expected, known)
    arrived = [each.outcome in (ProgressOutcome.REACHED, ProgressOutcome.EXCEEDED) for each in units]
    assert (progress.outcome in (ProgressOutcome.REACHED, ProgressOutcome.EXCEEDED)) == (bool(units) and all(arrived))


@given(worlds(), st.integers(0, 7))
def test_more_in_one_unit_never_changes_another(
    world: tuple[tuple[ExpectedUnit, ...], dict[str, Decimal | None]], rank: int
) -> None:
    expected, known = world
    _, before = progress_by_unit(WORKSITES, expected, known)
    _, after = progress_by_unit(WORKSITES, expected, known | {str(rank): Decimal(1000)})
    assert [each for each in before if each.key != str(rank)] == [each for each in after if each.key != str(rank)]


WISH = target("personnes formées", None)


@pytest.mark.parametrize(
    ("latest", "earlier", "is_rising", "outcome"),
    [
        ("120", "100", True, ProgressOutcome.BETTER),
        ("90", "100", True, ProgressOutcome.WORSE),
        ("90", "100", False, ProgressOutcome.BETTER),
        ("100", "100", True, ProgressOutcome.SAME),
        ("120", "100", None, ProgressOutcome.NOT_COMPARED),
        ("120", None, True, ProgressOutcome.NOT_COMPARED),
        (None, "100", True, ProgressOutcome.NO_FIGURE),
    ],
)
def test_a_wish_is_compared_and_never_reached(
    latest: str | None, earlier: str | None, is_rising: bool | None, outcome: ProgressOutcome
) -> None:
    one, other = (None if each is None else Decimal(each) for each in (latest, earlier))
    assert wish_progress(WISH, one, other, since="en 2020", is_rising=is_rising).outcome is outcome


def test_a_wish_says_its_two_values() -> None:
    told = wish_progress(WISH, Decimal(120), Decimal(100), since="en 2020", is_rising=True)
    assert told.text == "mieux : 120 après 100 en 2020"


def test_a_figure_that_is_not_a_wish_keeps_its_progress() -> None:
    told = wish_progress(target(value=10), Decimal(12), Decimal(4), since="en 2020", is_rising=True)
    assert told == target_progress(target(value=10), Decimal(12))
