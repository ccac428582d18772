"""A figure promised by place or period is proved unit by unit; a wish is compared with the year before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries import coverage_registry
from pacte.indicators.queries.unit_values import units_of_figures
from pacte.indicators.records import CountScope, IndicatorQuestion, Value, ValueState
from pacte.indicators.records.evidence import EvidenceKind, EvidenceRow
from pacte.indicators.records.figure_units import FigureUnits, UnitValues, figure_key
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.rules.evidence import manual_evidence, missing_evidence
from pacte.indicators.rules.unit_progress import with_units
from pacte.indicators.services import add_points, refresh_facts, save_series
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import today
from pacte.plan.queries import content_of_version
from pacte.plan.records import Figure
from pacte.plan.rules.expected_periods import expected_periods, is_calendar_period, period_key
from pacte.plan.rules.progress import ProgressOutcome
from pacte.plan.rules.progress_by_unit import ExpectedUnit, UnitPhase
from tests.cast import MACHINE
from tests.indicators.located import held_session, small_region
from tests.indicators.purchased import buy, order_for
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, staged

DAY = date(2021, 6, 30)
ONE = ActionCode(1)
SIGNED_AT = datetime(2021, 1, 5, 9, tzinfo=UTC)
WORKSITES = replace(
    target("chantiers", None, unit="chantiers", per="département", indicator_code="training_worksites"),
    minimum=Decimal(2), maximum=Decimal(4),
)  # fmt: skip
STUDIES = target("études", 3, unit="études", per="an", indicator_code="support_studies_done")
WISH = target("personnes certifiées", None, unit="personnes", indicator_code="certified_people")
WORKSHOPS = target("ateliers", 1, unit="ateliers", per="bassin de vie", indicator_code="workshops_held")
DEPARTMENTS = (ExpectedUnit("18", "Cher"), ExpectedUnit("45", "Loiret"))


def whole_plan(number: ActionCode, code: str) -> IndicatorQuestion:
    return IndicatorQuestion(date(2019, 1, 1), date(2022, 12, 31), today(), codes=(code,))


def measured(figure: Figure, value: int) -> EvidenceRow:
    return manual_evidence(
        figure, Value(ValueState.NUMBER, Fraction(value)), kind=EvidenceKind.SERIES, unit=figure.unit, until=DAY,
        due_on=None, on=DAY, source="registre",
    )  # fmt: skip


def known(**values: int | None) -> UnitValues:
    by_key = {key.removeprefix("_"): None if value is None else Decimal(value) for key, value in values.items()}
    return UnitValues(EvidenceKind.SERIES, by_key, until=DAY, source="registre", is_rising=True)


def sentence(row_of_figure: EvidenceRow) -> str:
    return row_of_figure.progress.text.replace("\u00a0", " ").replace("\u202f", " ")


# ------------------------------------------------------------------ periods


def test_the_periods_of_a_plan_are_over_open_or_to_come() -> None:
    units = expected_periods(STUDIES, first_year=2020, last_year=2022, on=DAY)
    assert [(each.key, each.phase) for each in units] == [
        ("2020", UnitPhase.OVER), ("2021", UnitPhase.OPEN), ("2022", UnitPhase.COMING),
    ]  # fmt: skip


@pytest.mark.parametrize("horizon", ["à partir de 2021", "dès 2021", "depuis l’année 2021"])
def test_a_figure_promised_from_a_year_on_expects_nothing_before(horizon: str) -> None:
    late = replace(STUDIES, horizon=horizon)
    assert [each.key for each in expected_periods(late, first_year=2019, last_year=2022, on=DAY)] == ["2021", "2022"]


def test_a_year_that_is_a_deadline_leaves_the_years_before() -> None:
    due = replace(STUDIES, horizon="2022")
    assert len(expected_periods(due, first_year=2019, last_year=2022, on=DAY)) == 4


@pytest.mark.parametrize(
    ("per", "count", "last_key", "last_label"),
    [
        ("semestre", 2, "2021-S2", "2e semestre 2021"),
        ("trimestre", 4, "2021-T4", "4e trimestre 2021"),
        ("mois", 12, "2021-12", "décembre 2021"),
    ],
)
def test_shorter_periods_are_named(per: str, count: int, last_key: str, last_label: str) -> None:
    units = expected_periods(replace(STUDIES, per=per), first_year=2021, last_year=2021, on=DAY)
    assert (len(units), units[-1].key, units[-1].label) == (count, last_key, last_label)


@pytest.mark.parametrize(
    ("first", "last", "months", "is_one"),
    [
        (date(2021, 1, 1), date(2021, 12, 31), 12, True),
        (date(2020, 9, 1), date(2021, 8, 31), 12, False),
        (date(2021, 4, 1), date(2021, 6, 30), 3, True),
        (date(2021, 5, 1), date(2021, 7, 31), 3, False),
        (date(2021, 1, 1), date(2021, 12, 31), 6, False),
        (date(2020, 2, 1), date(2020, 2, 29), 1, True),
    ],
)
def test_a_school_year_is_not_a_calendar_year(first: date, last: date, months: int, is_one: bool) -> None:
    assert is_calendar_period(first, last, months) is is_one


def test_the_key_of_a_period_is_that_of_its_first_day() -> None:
    assert [period_key(date(2021, 7, 1), months) for months in (6, 3, 1)] == ["2021-S2", "2021-T3", "2021-07"]


# ------------------------------------------------------------------ rows


def test_a_row_measured_in_all_gets_the_progress_of_its_units() -> None:
    told = with_units(measured(WORKSITES, 12), WORKSITES, FigureUnits(DEPARTMENTS, known(_18=0, _45=12)))
    assert told.sentence.startswith("12 chantiers")
    assert (told.progress.outcome, [each.label for each in told.units]) == (
        ProgressOutcome.UNDER_WAY, ["Cher", "Loiret"],
    )  # fmt: skip
    assert sentence(told) == "1 département sur 2 y est, dont 1 au-delà ; 1 sans rien"


def test_a_value_in_all_without_any_unit_is_not_said_reached() -> None:
    told = with_units(measured(WORKSITES, 2), WORKSITES, FigureUnits(DEPARTMENTS, UnitValues()))
    assert told.progress.outcome is ProgressOutcome.NOT_BY_UNIT
    assert sentence(told) == "une valeur d’ensemble ne dit rien de chaque département"


def test_where_only_units_have_a_value_the_row_counts_those_that_arrived() -> None:
    missing = missing_evidence(WORKSITES, owed_by="Région")
    told = with_units(missing, WORKSITES, FigureUnits(DEPARTMENTS, known(_18=3, _45=1)))
    assert (told.kind, told.owed_by, told.until, told.source) == (EvidenceKind.SERIES, "", DAY, "registre")
    assert told.value is not None
    assert (told.value.numerator, told.value.denominator) == (1, 2)
    assert told.sentence.replace("\u00a0", " ") == "1 département sur 2"
    assert sentence(told) == "1 département sur 2 y est ; 1 en chemin"


def test_without_any_value_the_row_stays_owed_and_shows_its_blank_units() -> None:
    missing = missing_evidence(WORKSITES, owed_by="Région")
    told = with_units(missing, WORKSITES, FigureUnits(DEPARTMENTS, UnitValues()))
    assert (told.kind, told.owed_by, told.sentence) == (missing.kind, "Région", missing.sentence)
    assert {each.outcome for each in told.units} == {ProgressOutcome.NOT_MEASURED}


def test_a_figure_without_units_keeps_its_row() -> None:
    plain = measured(target(value=10), 12)
    assert with_units(plain, target(value=10), None) is plain


def test_a_wish_is_compared_with_the_last_year_that_is_known_before() -> None:
    told = with_units(measured(WISH, 300), WISH, FigureUnits((), known(_2018=100, _2019=None, _2020=120)))
    assert (told.progress.outcome, sentence(told)) == (ProgressOutcome.BETTER, "mieux : 120 après 100 en 2018")


def test_a_wish_with_one_year_only_is_not_compared() -> None:
    told = with_units(measured(WISH, 300), WISH, FigureUnits((), known(_2020=120)))
    assert told.progress.outcome is ProgressOutcome.NOT_COMPARED


# ------------------------------------------------------------------ values


kept_stage = kept_for_module(
    lambda: staged(small_plan(row("A01", 1, figures=(WORKSITES, STUDIES, WISH, WORKSHOPS, target(value=10)))))
)


PLACES = target("places", 10, unit="places", per="département", indicator_code="places_bought")
ENTRIES = target("entrées", 10, unit="entrées", per="département", indicator_code="entries_by_session")


def computed_units(stage: Stage, facts_dir: Path, figure: Figure, scope: CountScope) -> UnitValues:
    """Units of one figure, after a refresh of the facts."""
    with acting_as(MACHINE):
        refresh_facts(actor=MACHINE, facts_dir=facts_dir)
        found = units_of_figures(
            actor=MACHINE, plan=stage.plan, content=content_of_version(stage.version), targets={ONE: [figure]},
            question_of=whole_plan, known_on=today(), scope=scope, facts_dir=facts_dir,
        )  # fmt: skip
    return found[figure_key(ONE, figure)].known


def units(stage: Stage, on: date | None = None) -> dict[str, FigureUnits]:
    """Units by indicator code, for an anonymous reader, as known today unless ``on`` is given."""
    content = content_of_version(stage.version)
    figures = [figure for each in content.rows for figure in each.figures]
    with acting_as(NOBODY):
        found = units_of_figures(
            actor=NOBODY, plan=stage.plan, content=content, targets={ONE: figures}, question_of=whole_plan,
            known_on=on or today(), scope=CountScope(),
        )  # fmt: skip
    assert set(found) <= {figure_key(ONE, each) for each in figures}
    return {code: each for (_, code, _, _), each in found.items()}


def series(stage: Stage, figure: Figure, *points: SeriesPointInput, direction: str = "rising") -> None:
    sheet = SeriesInput(
        code=figure.indicator_code, label=figure.what, question="Combien ?", unit=figure.unit, entity="chantier",
        source="registre des chantiers", owner="Région", direction=direction,
    )  # fmt: skip
    with acting_as(MACHINE):
        made = save_series(actor=MACHINE, host=stage.cast.region, data=sheet)
        add_points(actor=MACHINE, series=made, points=list(points), source_label="registre.csv")


def point(zone: str, value: int, year: int = 2020, kind: str = "department", months: int = 12) -> SeriesPointInput:
    last = date(year, 12, 31) if months == 12 else date(year, 6, 30)
    return SeriesPointInput(kind, zone, date(year, 1, 1), last, Decimal(value))


@pytest.mark.django_db
def test_only_figures_by_unit_and_wishes_are_read(stage: Stage) -> None:
    assert set(units(stage, DAY)) == {each.indicator_code for each in (WORKSITES, STUDIES, WISH, WORKSHOPS)}


@pytest.mark.django_db
def test_the_places_expected_are_those_of_the_region(stage: Stage) -> None:
    assert units(stage)["training_worksites"].expected == ()
    small_region()
    assert units(stage)["training_worksites"].expected == DEPARTMENTS
    assert [each.label for each in units(stage)["workshops_held"].expected] == ["Bourges", "Orléans", "Vierzon"]


@pytest.mark.django_db
def test_a_series_by_place_gives_the_last_value_of_each(stage: Stage) -> None:
    small_region()
    series(stage, WORKSITES, point("18", 1, 2019), point("18", 3), point("45", 1), point("24", 9, kind="region"))
    found = units(stage)["training_worksites"].known
    assert found.values == {"18": Decimal(3), "45": Decimal(1)}
    assert (found.kind, found.until, found.source) == (
        EvidenceKind.SERIES,
        date(2020, 12, 31),
        "registre des chantiers",
    )


@pytest.mark.django_db
def test_a_series_of_the_region_gives_each_whole_year(stage: Stage) -> None:
    region = [point("24", value, year, "region") for value, year in ((3, 2019), (2, 2020))]
    series(stage, STUDIES, *region, point("24", 1, 2021, "region", months=6), point("18", 8, 2021))
    assert units(stage)["support_studies_done"].known.values == {"2019": Decimal(3), "2020": Decimal(2)}


@pytest.mark.django_db
def test_a_wish_leaves_out_the_year_that_is_not_over(stage: Stage) -> None:
    series(
        stage, WISH, *(point("24", value, year, "region") for value, year in ((9, 2019), (4, 2020), (1, today().year)))
    )
    assert units(stage)["certified_people"].known.values == {"2019": Decimal(9), "2020": Decimal(4)}


@pytest.mark.django_db
def test_a_value_typed_later_was_not_known_before(stage: Stage) -> None:
    series(stage, STUDIES, point("24", 3, 2019, "region"))
    assert units(stage, DAY)["support_studies_done"].known.values == {}


@pytest.mark.django_db
def test_less_is_better_when_the_series_says_so(stage: Stage) -> None:
    series(stage, STUDIES, point("24", 3, 2019, "region"), direction="falling")
    assert units(stage)["support_studies_done"].known.is_rising is False


@pytest.mark.django_db
def test_a_map_of_blanks_measures_the_target_of_its_code_zone_by_zone(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a register to come: the sessions stand for its items."""
    source, items = coverage_registry._registry()["literacy_workshops"]
    register = replace(source, code=WORKSHOPS.indicator_code, target=WORKSHOPS.indicator_code)
    monkeypatch.setattr(coverage_registry, "_registry", lambda: {register.code: (register, items)})
    small_region()
    held_session(stage.cast, "18033", date(2021, 1, 4), number="1")
    found = units(stage)[register.code]
    assert found.known.values == {"18033": Decimal(1), "18279": Decimal(0), "45234": Decimal(0)}
    told = with_units(missing_evidence(WORKSHOPS, owed_by="Région"), WORKSHOPS, found)
    assert sentence(told) == "1 bassin de vie sur 3 y est ; 2 sans rien"


@pytest.mark.django_db
def test_a_computed_indicator_is_split_by_the_places_of_the_figure(stage: Stage, tmp_path: Path) -> None:
    small_region()
    for number, commune, places in (("1", "45234", 8), ("2", "45004", 4), ("3", "18033", 1)):
        session = held_session(stage.cast, commune, date(2021, 1, 4), number=number)
        buy(order_for(stage.cast.region, stage.plan, 1, session), places, known=SIGNED_AT)
    everybody = CountScope(hosts=frozenset({stage.cast.region.pk}))
    found = computed_units(stage, tmp_path, PLACES, everybody)
    assert (found.kind, found.values) == (EvidenceKind.COMPUTED, {"18": Decimal(1), "45": Decimal(12)})
    assert computed_units(stage, tmp_path, PLACES, CountScope()).values == found.values
    by_year = computed_units(stage, tmp_path, replace(PLACES, per="an"), everybody)
    assert by_year.values == {"2021": Decimal(13)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("per", "values"),
    [
        ("par semestre", {"2021-S1": 12, "2021-S2": 1}),
        ("par trimestre", {"2021-T1": 8, "2021-T2": 4, "2021-T3": 1}),
        ("par mois", {"2021-01": 8, "2021-06": 4, "2021-07": 1}),
    ],
)
def test_a_computed_indicator_is_split_by_the_periods_of_the_figure(
    stage: Stage, tmp_path: Path, per: str, values: dict[str, int]
) -> None:
    small_region()
    for number, month, places in (("1", 1, 8), ("2", 6, 4), ("3", 7, 1)):
        session = held_session(stage.cast, "45234", date(2021, month, 4), number=number)
        order = order_for(stage.cast.region, stage.plan, 1, session)
        buy(order, places, known=SIGNED_AT, on=date(2021, month, 4))
    everybody = CountScope(hosts=frozenset({stage.cast.region.pk}))
    figure = replace(PLACES, per=per)
    assert computed_units(stage, tmp_path, figure, everybody).values == values
    expected = expected_periods(figure, first_year=2021, last_year=2021, on=DAY)
    assert set(values) <= {each.key for each in expected}, "the keys are those of the periods of the plan"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("per", "months", "key"), [("trimestre", 3, "2020-T1"), ("semestre", 6, "2020-S1"), ("an", 12, "2020")]
)
def test_a_series_gives_each_calendar_period_of_the_figure(stage: Stage, per: str, months: int, key: str) -> None:
    figure = replace(STUDIES, per=per)
    last = {3: date(2020, 3, 31), 6: date(2020, 6, 30), 12: date(2020, 12, 31)}
    region = [SeriesPointInput("region", "24", date(2020, 1, 1), each, Decimal(1)) for each in last.values()]
    series(stage, figure, *region)
    with acting_as(NOBODY):
        found = units_of_figures(
            actor=NOBODY, plan=stage.plan, content=content_of_version(stage.version), targets={ONE: [figure]},
            question_of=whole_plan, known_on=today(), scope=CountScope(),
        )  # fmt: skip
    assert list(found[figure_key(ONE, figure)].known.values) == [key]


@pytest.mark.django_db
@pytest.mark.parametrize(("sees_small", "kind"), [(True, EvidenceKind.COMPUTED), (False, EvidenceKind.MISSING)])
def test_people_are_not_cut_by_place_for_a_reader_without_small_counts(
    stage: Stage, tmp_path: Path, sees_small: bool, kind: EvidenceKind
) -> None:
    small_region()
    scope = CountScope(hosts=frozenset({stage.cast.region.pk}), sees_small=sees_small)
    found = computed_units(stage, tmp_path, ENTRIES, scope)
    assert (found.kind, set(found.values.values()) - {Decimal(0)}) == (kind, set())
