"""Map of blanks: where public items are, zone by zone, and who lives where there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.coverage_registry import coverage_sources, plan_coverage
from pacte.indicators.records.coverage import CoverageMap, CoverageSource, LocatedItem, ZoneFrame
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.rules.coverage import coverage_sentence, cross_with_zones
from pacte.kernel.actor import NOBODY
from pacte.reference.records import ZoneKind
from tests.indicators.located import held_session, small_region
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.plans_at_hand import shipped_plan
from tests.web.plan_stage import Stage, staged

DAY = date(2021, 6, 30)
ROOMS = target("salle", 1, unit="salle", per="bassin de vie", indicator_code="living_areas_with_a_room")
SOURCE = CoverageSource(
    code="rooms", what="salles", unit="salles", one="salle", source="registre : salles", target="rooms",
    zone_kind=ZoneKind.LIVING_AREA, note="", grade=EvidenceGrade.RESULT, scope=ProofScope.ACTION,
)  # fmt: skip
FRAME = ZoneFrame(
    ZoneKind.LIVING_AREA, 2019, {"B": "Bourges", "V": "Vierzon", "O": "Orléans"},
    {"18033": "B", "18131": "B", "18279": "V", "45234": "O", "45004": "O", "75056": "P"},
    {"18033": 64_000, "18279": 25_000, "45234": 116_000, "45004": 13_000},
)  # fmt: skip


def item(commune: str, day: date = DAY, key: str = "") -> LocatedItem:
    return LocatedItem(commune, day, key or f"{commune} {day}")


def spaced(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


# ------------------------------------------------------------------ crossing


def test_each_zone_has_its_items_with_the_first_and_the_last_day() -> None:
    first = date(2020, 1, 6)
    found = cross_with_zones(SOURCE, [item("18033"), item("18131", first), item("45004")], FRAME, on=DAY)
    assert [(each.name, each.count, each.first_on, each.last_on) for each in found.zones] == [
        ("Bourges", 2, first, DAY), ("Orléans", 1, DAY, DAY), ("Vierzon", 0, None, None),
    ]  # fmt: skip


def test_an_item_that_came_twice_is_one() -> None:
    found = cross_with_zones(SOURCE, [item("18033", date(2020, 1, 6), "A"), item("18033", DAY, "A")], FRAME, on=DAY)
    assert [each.count for each in found.covered] == [1]


def test_what_comes_after_the_day_is_not_there_yet() -> None:
    assert cross_with_zones(SOURCE, [item("18033", date(2021, 7, 1))], FRAME, on=DAY).covered == ()


def test_what_is_elsewhere_or_nowhere_covers_no_zone_and_is_told() -> None:
    found = cross_with_zones(SOURCE, [item("75056"), item("", key="without a commune")], FRAME, on=DAY)
    assert (found.covered, found.outside) == ((), 2)


def test_the_share_without_is_of_the_whole_region() -> None:
    found = cross_with_zones(SOURCE, [item("45234")], FRAME, on=DAY)
    assert (found.inhabitants, found.inhabitants_without) == (218_000, 89_000)
    assert [each.name for each in found.blanks] == ["Bourges", "Vierzon"]
    assert spaced(coverage_sentence(found)) == "1 bassin de vie sur 3 en a ; les 2 autres : 40,8 % des habitants"


def test_without_the_population_of_one_commune_no_share_is_given() -> None:
    frame = replace(FRAME, inhabitants=FRAME.inhabitants | {"45004": None})
    found = cross_with_zones(SOURCE, [item("18033")], frame, on=DAY)
    assert (found.inhabitants, found.inhabitants_without) == (None, None)
    assert spaced(coverage_sentence(found)) == "1 bassin de vie sur 3 en a ; population non connue"


days = st.dates(date(2019, 1, 1), date(2022, 12, 31))
located = st.builds(item, st.sampled_from([*FRAME.zone_of, "", "99999"]), days, st.sampled_from(["", "A", "B"]))


@given(st.lists(located, max_size=12), days)
def test_every_zone_is_covered_or_blank_and_every_inhabitant_is_once(items: list[LocatedItem], on: date) -> None:
    found = cross_with_zones(SOURCE, items, FRAME, on=on)
    assert sorted(each.code for each in (*found.covered, *found.blanks)) == ["B", "O", "V"]
    assert sum(each.population or 0 for each in found.zones) == 218_000
    assert all(each.first_on <= each.last_on <= on for each in found.covered if each.first_on and each.last_on)


@given(st.lists(located, max_size=8), located)
def test_one_item_more_never_makes_a_blank(items: list[LocatedItem], more: LocatedItem) -> None:
    before = cross_with_zones(SOURCE, items, FRAME, on=DAY)
    after = cross_with_zones(SOURCE, [*items, more], FRAME, on=DAY)
    assert {each.code for each in after.blanks} <= {each.code for each in before.blanks}


# ------------------------------------------------------------------ items of the catalogue


def test_each_map_says_its_source_and_what_it_does_not_say() -> None:
    sources = coverage_sources(actor=NOBODY)
    assert {each.code for each in sources} >= {"literacy_workshops", "sites_of_sessions"}
    assert all(":" in each.source and each.what and each.note for each in sources)


def test_where_sessions_were_held_is_near_the_target_of_rooms_and_never_measures_it() -> None:
    (near,) = coverage_sources(actor=NOBODY, target="living_areas_with_a_room")
    assert (near.code, near.measures_target, near.grade) == ("sites_of_sessions", False, EvidenceGrade.CONTEXT)


def test_each_map_is_near_a_target_of_the_shipped_plan() -> None:
    codes = {figure.indicator_code for each in shipped_plan().rows for figure in each.figures if figure.is_target}
    assert {each.target for each in coverage_sources(actor=NOBODY)} <= codes


def test_a_figure_without_indicator_has_no_map() -> None:
    assert coverage_sources(actor=NOBODY, target="") == ()


kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1, figures=(ROOMS,)))))


def drawn(stage: Stage, code: str, on: date = DAY, kind: ZoneKind = ZoneKind.LIVING_AREA) -> CoverageMap:
    """The map that an anonymous reader gets."""
    source = next(each for each in coverage_sources(actor=NOBODY) if each.code == code)
    with acting_as(NOBODY):
        found = plan_coverage(actor=NOBODY, plan=stage.plan, source=source, kind=kind, on=on)
    assert found is not None
    return found


def covered(found: CoverageMap) -> dict[str, int]:
    return {each.name: each.count for each in found.covered}


@pytest.mark.django_db
def test_before_a_territory_is_loaded_there_is_no_map(stage: Stage) -> None:
    source = coverage_sources(actor=NOBODY)[0]
    with acting_as(NOBODY):
        assert plan_coverage(actor=NOBODY, plan=stage.plan, source=source, kind=ZoneKind.DEPARTMENT, on=DAY) is None


@pytest.mark.django_db
def test_only_literacy_sessions_that_began_here_are_workshops(stage: Stage) -> None:
    small_region()
    held_session(stage.cast, "18131", date(2021, 1, 4), number="1")
    held_session(stage.cast, "18279", date(2021, 1, 4), number="welding", formacode="23056")
    held_session(stage.cast, "18279", date(2021, 1, 4), number="cancelled", state="cancelled")
    held_session(stage.cast, "18279", date(2021, 1, 4), number="at a distance", modality=2)
    held_session(stage.cast, "18279", date(2021, 9, 6), number="later")
    held_session(
        stage.cast, "18279", date(2021, 1, 4), number="known later", recorded_at=datetime(2021, 9, 1, tzinfo=UTC)
    )
    held_session(stage.cast, "75056", date(2021, 1, 4), number="elsewhere")
    found = drawn(stage, "literacy_workshops")
    assert (covered(found), found.outside) == ({"Bourges": 1}, 1)
    assert covered(drawn(stage, "literacy_workshops", kind=ZoneKind.DEPARTMENT)) == {"Cher": 1}


@pytest.mark.django_db
def test_a_site_used_twice_is_one_place_to_confirm(stage: Stage) -> None:
    small_region()
    held_session(stage.cast, "45004", date(2020, 1, 6), number="1", site="Amilly", formacode="23056")
    held_session(stage.cast, "45004", date(2021, 1, 4), number="2", site="Amilly")
    held_session(stage.cast, "18033", date(2021, 1, 4), number="3")
    found = drawn(stage, "sites_of_sessions")
    assert covered(found) == {"Bourges": 1, "Orléans": 1}
    orleans = next(each for each in found.covered if each.name == "Orléans")
    assert (orleans.first_on, orleans.last_on) == (date(2020, 1, 6), date(2021, 1, 4))
    assert covered(drawn(stage, "sites_of_sessions", on=date(2020, 6, 30))) == {"Orléans": 1}
