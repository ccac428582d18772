"""« Où, et où pas encore ? »: the same map for everybody, its blanks first, as of a day, and as a file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from pacte.indicators.records.evidence import EvidenceRow
from pacte.indicators.records.figure_units import FigureUnits, UnitValues
from pacte.indicators.rules.evidence import missing_evidence
from pacte.indicators.rules.unit_progress import with_units
from pacte.plan.records import Figure
from pacte.plan.rules.expected_periods import expected_periods
from pacte.plan.rules.progress_by_unit import ExpectedUnit
from pacte.reference.models import Contour
from pacte.steering.records import DeclaredValueSummary
from pacte.web.charts.maps import MapZone, ZoneMap
from pacte.web.count_maps import COUNT_LIMITS
from pacte.web.pages.plan.coverage_page import drop_repeated_charts
from pacte.web.pages.plan.unit_views import unit_view
from tests.accounts.entering import entered
from tests.indicators.located import EDITION, held_session, small_region
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
ROOMS = target("salle disponible", 1, unit="salle", per="bassin de vie", indicator_code="living_areas_with_a_room")
STUDIES = target("études", 3, unit="études", per="an", indicator_code="support_studies_done")
WORKSITES = replace(
    target("chantiers", None, unit="chantiers", per="département", indicator_code="training_worksites"),
    minimum=Decimal(2), maximum=Decimal(4),
)  # fmt: skip
DAY = date(2021, 6, 30)
PAGE, FILE = "actions/1/carte/", "actions/1/carte.csv"


kept_stage = kept_for_module(
    lambda: staged(small_plan(row("A01", 1, figures=(ROOMS,)), row("A02", 2, figures=(target(value=10),))))
)


@pytest.fixture
def region(stage: Stage) -> Stage:
    """Two sites used in Bourges, one in Orléans, none in Vierzon."""
    small_region()
    for number, commune in (("1", "18033"), ("2", "18131"), ("3", "45004")):
        held_session(stage.cast, commune, date(2021, 1, 4), number=number)
    return stage


def zones(stage: Stage, query: str = "", part: str = "") -> dict[str, tuple[str, str, str]]:
    """Number, first day and inhabitants of each zone of the file."""
    client = entered(stage.cast[part]) if part else stage.client()
    told = client.get(stage.address(FILE + query)).content.decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(told), delimiter=";")
    return {each["nom"]: (each["nombre"], each["premier_jour"], each["habitants"]) for each in rows}


def test_the_page_says_who_lives_where_there_is_nothing(region: Stage) -> None:
    page = region.get(PAGE)
    assert "2 bassins de vie sur 3 en ont ; l’autre : 11,5 % des habitants" in page
    _, _, table = page.partition('id="table-sites-of-sessions"')
    assert 0 < table.index(">Vierzon<") < table.index(">Bourges<")


def test_it_says_that_a_place_of_sessions_is_no_room_yet(region: Stage) -> None:
    page = region.get(PAGE)
    assert "contexte : tout le territoire" in page
    assert "n’est pas une salle disponible" in page
    assert "cible atteinte" not in page


@pytest.mark.parametrize("part", ["pilot", "lead", "state_reader", "intruder"])
def test_everybody_reads_the_same_map(region: Stage, part: str) -> None:
    assert zones(region, part=part) == zones(region) != {}


def test_the_file_has_every_zone_with_its_days_and_inhabitants(region: Stage) -> None:
    assert zones(region) == {
        "Bourges": ("2", "2021-01-04", "64000"),
        "Orléans": ("1", "2021-01-04", "129000"),
        "Vierzon": ("0", "", "25000"),
    }


def test_other_zones_are_chosen_by_the_address(region: Stage) -> None:
    assert {name: told[0] for name, told in zones(region, "?par=departement").items()} == {"Cher": "2", "Loiret": "1"}
    assert "2 départements sur 2 en ont" in region.get(f"{PAGE}?par=departement")


@pytest.mark.parametrize("unknown", ["canton", "1", "departement2"])
def test_zones_that_do_not_exist_are_ignored(region: Stage, unknown: str) -> None:
    assert zones(region, f"?par={unknown}") == zones(region)


def test_a_past_day_has_what_was_there_then(region: Stage) -> None:
    assert {told[0] for told in zones(region, "?au=2020-06-30").values()} == {"0"}


def test_zones_with_an_outline_are_drawn_and_named(region: Stage) -> None:
    assert "<svg" not in region.get(PAGE).partition("<main")[2].partition("map-figure")[2]
    Contour.objects.create(
        kind="living_area", code="18033", edition=EDITION, rings=[[[2.0, 47.0], [2.5, 47.0], [2.5, 47.4], [2.0, 47.0]]]
    )
    assert "<title>Bourges : 2</title>" in region.get(PAGE)


def test_a_map_that_repeats_the_map_of_the_target_is_its_table_alone() -> None:
    def chart(*counts: int) -> ZoneMap:
        ring = ((2.0, 47.0), (2.5, 47.0), (2.5, 47.4))
        zones = tuple(MapZone(str(rank), "Cher", (ring,), Decimal(count)) for rank, count in enumerate(counts))
        return ZoneMap("t", zones, COUNT_LIMITS)

    maps = [{"chart": chart(1, 2)}, {"chart": chart(1, 3)}, {"chart": None}]
    drop_repeated_charts(maps, [{"chart": chart(1, 2)}, {"periods": []}])
    assert [each["chart"] is not None for each in maps] == [False, True, False]


def test_an_action_with_nothing_located_says_so(region: Stage) -> None:
    assert "Rien de ce que fait cette action n’est encore situé" in region.get("actions/2/carte/")
    assert zones(region) != {}
    assert region.client().get(region.address("actions/2/carte.csv")).content.decode("utf-8-sig").count("\n") == 1


def test_the_page_of_an_action_leads_to_its_map_when_there_is_one(region: Stage) -> None:
    address = region.address(PAGE)
    page = region.get("actions/1/")
    assert f'href="{address}"' in page
    assert ("Où ?" in page, "Où, et quand ?" in page, "une cible promise à chacun" in page) == (True, False, False)
    assert "/carte/" not in region.get("actions/2/")


def test_without_territory_the_page_says_it(stage: Stage) -> None:
    assert "Aucun territoire n’est chargé" in stage.get(PAGE)


def test_an_action_that_does_not_exist_has_no_map(region: Stage) -> None:
    region.get("actions/99/carte/", status=404)
    region.get("actions/99/carte.csv", status=404)


# ------------------------------------------------------------------ units of a figure


def completed(figure: Figure, expected: tuple[ExpectedUnit, ...], **values: int) -> EvidenceRow:
    by_key = {key.removeprefix("_"): Decimal(value) for key, value in values.items()}
    known = UnitValues(values=by_key, until=DAY)
    return with_units(missing_evidence(figure, owed_by="Région"), figure, FigureUnits(expected, known))


def written(told: EvidenceRow, figure: Figure) -> str:
    view = unit_view(told, figure, DAY)
    assert view is not None
    return plain(render_to_string("plan/units.html", {"unit": view}))


def test_the_years_of_a_figure_are_a_row() -> None:
    years = expected_periods(STUDIES, first_year=2019, last_year=2022, on=DAY)
    told = completed(STUDIES, years, _2019=3, _2020=2, _2021=1)
    view = unit_view(told, STUDIES, DAY)
    assert view is not None
    assert [(each["label"], each["value"], each["word"]) for each in view["periods"]] == [
        ("2019", "3", "y est"), ("2020", "2", "manqué"), ("2021", "1", "en cours"), ("2022", "", "à venir"),
    ]  # fmt: skip
    assert "1 année sur 4 y est" in written(told, STUDIES)


@pytest.mark.parametrize(
    ("per", "key", "label", "sentence"),
    [
        ("par trimestre", "2021-T1", "1er trimestre 2021", "1 trimestre sur 4 y est ; 1 en cours, 2 à venir"),
        ("chaque semestre", "2021-S1", "1er semestre 2021", "1 semestre sur 2 y est ; 1 à venir"),
    ],
)
def test_quarters_and_half_years_are_a_row_like_the_years(per: str, key: str, label: str, sentence: str) -> None:
    figure = replace(STUDIES, per=per)
    periods = expected_periods(figure, first_year=2021, last_year=2021, on=DAY)
    units = FigureUnits(periods, UnitValues(values={key: Decimal(3)}, until=DAY))
    told = with_units(missing_evidence(figure, owed_by="Région"), figure, units)
    view = unit_view(told, figure, DAY)
    assert view is not None
    first = view["periods"][0]
    assert (first["label"], first["value"], first["word"]) == (label, "3", "y est")
    assert sentence in written(told, figure)


def test_a_declared_year_is_marked_in_the_row_and_told_below_it() -> None:
    years = expected_periods(STUDIES, first_year=2019, last_year=2022, on=DAY)
    declared = DeclaredValueSummary(
        1, "études", Decimal(3), "études", DAY, datetime(2021, 6, 30, tzinfo=UTC), "", "", "L. Martin",
        indicator_code=STUDIES.indicator_code, about_key="2019", about_label="2019",
    )  # fmt: skip
    units = FigureUnits(years, UnitValues(values={"2020": Decimal(3)}, until=DAY))
    told = with_units(missing_evidence(STUDIES, owed_by="Région"), STUDIES, units, [declared])
    view = unit_view(told, STUDIES, DAY)
    assert view is not None
    assert [each["note"] for each in view["periods"]] == ["déclaré", "", "", ""]
    page = written(told, STUDIES)
    assert "2 années sur 4 ont les leurs, dont 1 déclarée ; 1 en cours, 1 à venir" in page
    assert "2019 : 3 études, au 30 juin 2021, par L. Martin. Sa preuve reste à joindre." in page


def test_the_places_of_a_figure_are_a_table_with_where_each_one_is() -> None:
    small_region()
    departments = (ExpectedUnit("18", "Cher"), ExpectedUnit("45", "Loiret"))
    page = written(completed(WORKSITES, departments, _18=0, _45=12), WORKSITES)
    assert "1 département sur 2 y est, dont 1 au-delà ; 1 sans rien" in page
    assert "/territoires/departement/45/profil/" in page
    assert "rien encore" in page


def test_without_any_value_the_places_are_shown_with_who_owes_them() -> None:
    small_region()
    page = written(completed(WORKSITES, (ExpectedUnit("18", "Cher"),)), WORKSITES)
    assert "Aucune valeur à ce jour : à fournir par Région." in page
    assert "sans valeur" in page


def test_a_figure_that_is_not_by_unit_has_no_such_view() -> None:
    figure = target(value=10)
    assert unit_view(missing_evidence(figure, owed_by="Région"), figure, DAY) is None
