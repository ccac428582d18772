"""The files that the product ships, and region 24 against the yearly tables of ../shared."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from pacte.kernel.errors import ValidationError
from pacte.reference.records import ZoneKind, ZoneRow
from pacte.reference.rules import zones_through_changes
from pacte.reference.shipped_territory import DATA_FOLDER, ShippedTerritory, read_shipped_territory, shipped_regions
from pacte.reference.shipped_zonings import read_shipped_zonings
from tests.effort import drawn
from tests.shared import shared_file

READ_24 = cache(read_shipped_territory)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A third of the regions on each commit, and the one that has no bassin de vie. Each is read once."""
    if "territory" in metafunc.fixturenames:
        codes = drawn(metafunc.config, sorted(shipped_regions()), 6, always=["06"])
        metafunc.parametrize("territory", codes, indirect=True, scope="module")


@pytest.fixture(scope="module")
def territory(request: pytest.FixtureRequest) -> ShippedTerritory:
    return read_shipped_territory(request.param)


@pytest.fixture(scope="module")
def centre() -> ShippedTerritory:
    return READ_24("24")


def of(territory: ShippedTerritory, kind: ZoneKind, edition: int) -> list[ZoneRow]:
    return [zone for zone in territory.zones if zone.kind == kind and zone.edition == edition]


def surface(rings: list[list[tuple[float, float]]]) -> float:
    """Area of the rings. It is signed, so holes (which turn the other way) are subtracted."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for ring in rings for a, b in pairwise(ring)) / 2)


def test_all_eighteen_regions_are_shipped_small() -> None:
    files = {path.name: path.stat().st_size for path in DATA_FOLDER.glob("region_*.json.xz")}
    assert set(files) == {f"region_{code}.json.xz" for code in shipped_regions()}
    assert len(files) == 18
    assert max(files.values()) < 2**20
    assert sum(files.values()) < 6 * 2**20


def test_a_region_has_communes_epci_departments_and_contours_in_every_edition(territory: ShippedTerritory) -> None:
    last = territory.editions[-1]
    assert territory.name == shipped_regions()[territory.region_code]
    counts = Counter((zone.kind, zone.edition) for zone in territory.zones)
    for edition in territory.editions:
        assert counts[ZoneKind.COMMUNE, edition] > 10
        assert counts[ZoneKind.EPCI, edition] >= 2
        assert counts[ZoneKind.DEPARTMENT, edition] >= 1
        assert counts[ZoneKind.REGION, edition] == 1
    shaped = {(contour.kind, contour.code) for contour in territory.contours}
    epci = {zone.code for zone in of(territory, ZoneKind.EPCI, last)}
    assert {(ZoneKind.EPCI, each) for each in epci} <= shaped
    assert (ZoneKind.REGION, territory.region_code) in shaped
    communes = of(territory, ZoneKind.COMMUNE, last)
    without = [zone.code for zone in communes if (ZoneKind.COMMUNE, zone.code) not in shaped]
    assert len(without) <= 5  # Communes created in 2025, for which the source has no shape.
    assert all(zone.latitude is not None and zone.name and zone.department_code for zone in communes)
    names = {zone.code: zone.name for zone in territory.zones if zone.kind == ZoneKind.DEPARTMENT}
    assert {zone.department_code for zone in communes} <= set(names)


def test_centre_val_de_loire_has_1758_communes_in_2019_and_1754_in_2026(centre: ShippedTerritory) -> None:
    assert len(of(centre, ZoneKind.COMMUNE, 2019)) == 1758
    assert len(of(centre, ZoneKind.COMMUNE, 2026)) == 1754
    assert len(of(centre, ZoneKind.EPCI, 2019)) == 83
    assert len(of(centre, ZoneKind.EPCI, 2026)) == 82
    assert len(of(centre, ZoneKind.DEPARTMENT, 2026)) == 6


def test_the_communes_of_each_edition_are_those_of_the_yearly_tables(centre: ShippedTerritory) -> None:
    path = shared_file("data/reference/territoires/communes_cvl_millesimes_2019_2026.csv")
    epci_names = {(zone.code, zone.edition): zone.name for zone in centre.zones if zone.kind == ZoneKind.EPCI}
    ours = {
        (
            zone.edition, zone.code, zone.name, zone.department_code, zone.arrondissement_code, zone.epci_code,
            epci_names.get((zone.epci_code, zone.edition), ""), str(zone.population), zone.postal_codes,
        )
        for zone in centre.zones
        if zone.kind == ZoneKind.COMMUNE
    }  # fmt: skip
    with path.open(encoding="utf-8", newline="") as file:
        theirs = {
            (
                int(row["annee"]), row["code_insee"], row["nom"], row["departement"], row["arrondissement"],
                row["epci"], row["nom_epci"], row["population"], row["codes_postaux"],
            )
            for row in csv.DictReader(file)
        }  # fmt: skip
    assert len(theirs) == 12_293
    assert ours == theirs


def test_the_mergers_of_the_region_are_told(centre: ShippedTerritory) -> None:
    told = {(change.old_code, change.new_code): change.edition for change in centre.changes}
    assert told["18131", "18173"] == 2024
    assert told["28025", "28319"] == 2025
    assert told["28276", "28319"] == 2025


def test_neighbours_share_their_borders_so_communes_fill_the_region(centre: ShippedTerritory) -> None:
    surfaces: dict[ZoneKind, float] = Counter()
    for contour in centre.contours:
        if contour.edition == 2026:
            surfaces[ZoneKind(contour.kind)] += surface(contour.rings)
    whole = surfaces[ZoneKind.REGION]
    assert surfaces[ZoneKind.COMMUNE] == pytest.approx(whole, rel=1e-6)
    assert surfaces[ZoneKind.DEPARTMENT] == pytest.approx(whole, rel=1e-6)
    assert surfaces[ZoneKind.EPCI] == pytest.approx(whole, rel=1e-6)


def test_the_region_keeps_its_surface_once_simplified(centre: ShippedTerritory) -> None:
    (region,) = [each for each in centre.contours if each.kind == ZoneKind.REGION]
    square_kilometres = surface(region.rings) * 111.19**2 * 0.674
    assert square_kilometres == pytest.approx(39_151, rel=0.01)


def test_zones_d_emploi_and_bassins_de_vie_cover_the_communes_of_a_region(territory: ShippedTerritory) -> None:
    communes = [zone.code for zone in of(territory, ZoneKind.COMMUNE, territory.editions[-1])]
    changes = [(each.old_code, each.new_code) for each in territory.changes]
    covered = {each.kind: zones_through_changes(communes, each.zone_of, changes) for each in read_shipped_zonings()}
    assert set(communes) == set(covered[ZoneKind.EMPLOYMENT_ZONE])
    # Insee draws no bassin de vie in Mayotte.
    assert set(covered[ZoneKind.LIVING_AREA]) == (set() if territory.region_code == "06" else set(communes))
    named = {(zone.kind, zone.code) for zone in territory.zones if zone.name}
    assert {(each.kind, each.zone_code) for each in territory.memberships} <= named


def test_the_zones_of_each_commune_are_those_of_the_official_table(centre: ShippedTerritory) -> None:
    path = shared_file("data/reference/territoires/appartenance_communes_2022.csv")
    ours = {(each.kind, each.commune_code): each.zone_code for each in centre.memberships}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["REG"] == "24"]
    theirs = {(ZoneKind.EMPLOYMENT_ZONE, row["CODGEO"]): row["ZE2020"] for row in rows} | {
        (ZoneKind.LIVING_AREA, row["CODGEO"]): row["BV2012"] for row in rows
    }
    assert len(theirs) == 2 * 1757
    assert ours == theirs


def test_a_zone_that_spans_two_regions_is_in_both(centre: ShippedTerritory) -> None:
    """Cosne-Cours-sur-Loire is in Nièvre; communes of the Cher belong to its zones."""
    spanning = {zone.code for zone in centre.zones if zone.kind == ZoneKind.LIVING_AREA} & {
        zone.code for zone in read_shipped_territory("27").zones if zone.kind == ZoneKind.LIVING_AREA
    }
    assert "58086" in spanning


def test_an_unknown_region_is_refused_with_the_list() -> None:
    with pytest.raises(ValidationError, match="24") as refused:
        read_shipped_territory("../../etc")
    assert refused.value.code == "region_code"
