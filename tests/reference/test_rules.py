"""Pure rules: distances, code changes, editions."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pacte.reference.records import ZoneKind
from pacte.reference.rules import (
    bounding_box,
    choose_zoning_kind,
    code_in_edition,
    edition_for_year,
    haversine_km,
    zones_through_changes,
)

ORLEANS, TOURS = (47.9029, 1.9039), (47.3941, 0.6848)


def test_orleans_is_108_kilometres_from_tours() -> None:
    assert haversine_km(*ORLEANS, *TOURS) == pytest.approx(107.8, abs=0.5)


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert haversine_km(46, 2, 47, 2) == pytest.approx(111.19, abs=0.01)


@given(st.floats(-60, 60), st.floats(-170, 170), st.floats(-1.5, 1.5), st.floats(-1.5, 1.5), st.floats(1, 200))
def test_a_point_within_the_distance_is_always_within_the_box(
    latitude: float, longitude: float, north: float, east: float, radius: float
) -> None:
    other = latitude + north, longitude + east
    assume(haversine_km(latitude, longitude, *other) <= radius)
    box = bounding_box(latitude, longitude, radius)
    assert box[0] <= other[0] <= box[1]
    assert box[2] <= other[1] <= box[3]


CHANGES = {"18131": [("18173", 2024)], "27676": [("27058", 2021)], "27058": [("27676", 2023)]}


def test_a_merged_commune_is_itself_before_the_merger_and_its_heir_after() -> None:
    assert code_in_edition("18131", edition=2023, present={"18131", "18173"}, changes=CHANGES) == "18131"
    assert code_in_edition("18131", edition=2024, present={"18173"}, changes=CHANGES) == "18173"


def test_a_code_given_up_and_given_again_does_not_turn_for_ever() -> None:
    assert code_in_edition("27676", edition=2022, present={"27058"}, changes=CHANGES) == "27058"
    assert code_in_edition("27058", edition=2026, present={"27676"}, changes=CHANGES) == "27676"
    assert code_in_edition("27058", edition=2026, present=set(), changes=CHANGES) is None


def test_of_two_heirs_the_last_one_before_the_edition_is_followed() -> None:
    changes = {"60455": [("60054", 2019), ("60694", 2024)]}
    present = {"60054", "60694"}
    assert code_in_edition("60455", edition=2023, present=present, changes=changes) == "60054"
    assert code_in_edition("60455", edition=2026, present=present, changes=changes) == "60694"


def test_an_unknown_code_has_no_heir() -> None:
    assert code_in_edition("99999", edition=2026, present={"18173"}, changes=CHANGES) is None


def test_a_chain_of_changes_is_followed_to_its_end() -> None:
    changes = {"28042": [("28361", 2012)], "28361": [("28015", 2016)]}
    assert code_in_edition("28042", edition=2026, present={"28015"}, changes=changes) == "28015"


def test_a_year_without_edition_is_read_in_the_one_before_it() -> None:
    assert edition_for_year(2020, (2019, 2021)) == 2019
    assert edition_for_year(2030, (2019, 2021)) == 2021
    assert edition_for_year(2015, (2019, 2021)) == 2019
    assert edition_for_year(2015, ()) is None


def test_the_epci_stand_in_until_zones_d_emploi_cover_the_region() -> None:
    assert choose_zoning_kind(communes=1754, in_an_employment_zone=0) is ZoneKind.EPCI
    assert choose_zoning_kind(communes=1754, in_an_employment_zone=900) is ZoneKind.EPCI
    assert choose_zoning_kind(communes=1754, in_an_employment_zone=1754) is ZoneKind.EMPLOYMENT_ZONE
    assert choose_zoning_kind(communes=0, in_an_employment_zone=0) is ZoneKind.EPCI


def test_a_commune_restored_or_born_of_a_merger_has_the_zone_of_its_relative() -> None:
    zone_of = {"18001": "Z", "18010": "Y", "18011": "X"}
    changes = [("18002", "18001"), ("18001", "18003"), ("18011", "18012"), ("18010", "18012")]
    wanted = ["18001", "18002", "18003", "18004", "18012"]
    assert zones_through_changes(wanted, zone_of, changes) == {"18001": "Z", "18002": "Z", "18003": "Z", "18012": "Y"}
