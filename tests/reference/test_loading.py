"""Loading into the database, and every lookup on the real territory of Centre-Val de Loire."""

from __future__ import annotations

from datetime import date

from django.test import TestCase

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.reference import queries
from pacte.reference.models import Contour, Zone, ZoneMembership
from pacte.reference.records import Place, ZoneKind
from pacte.reference.services import load_official_files, load_shipped_territory
from tests.cast import MACHINE
from tests.shared import shared_file

TERRITORIES = "data/reference/territoires"


def names(places: list[Place]) -> list[str]:
    return [place.name for place in places]


def load(*files: str) -> None:
    with acting_as(MACHINE):
        for file in files:
            load_official_files(actor=MACHINE, source=shared_file(f"{TERRITORIES}/{file}"))


class ShippedTerritory(TestCase):
    """Content of a new installation, before any official file."""

    @classmethod
    def setUpTestData(cls) -> None:
        with acting_as(MACHINE):
            cls.report = load_shipped_territory(actor=MACHINE, region_code="24")

    def test_all_editions_are_there(self) -> None:
        assert queries.territory_editions() == (2019, 2021, 2022, 2023, 2024, 2025, 2026)
        assert queries.latest_territory_edition() == 2026
        assert queries.commune_count(edition=2019, region_code="24") == 1758
        assert queries.commune_count(edition=2026) == 1754
        assert self.report.added == 18_796

    def test_a_second_load_changes_nothing(self) -> None:
        entries = AuditEntry.objects.count()
        with acting_as(MACHINE):
            again = load_shipped_territory(actor=MACHINE, region_code="24")
        assert again.already_loaded
        assert (again.added, again.changed) == (0, 0)
        assert AuditEntry.objects.count() == entries

    def test_a_neighbour_region_comes_beside_without_touching_the_first(self) -> None:
        with acting_as(MACHINE):
            report = load_shipped_territory(actor=MACHINE, region_code="94")
        assert report.changed == 0
        assert queries.commune_count(edition=2026, region_code="24") == 1754
        assert queries.commune_count(edition=2026, region_code="94") == 360

    def test_the_load_is_in_the_journal_with_its_author(self) -> None:
        with acting_as(MACHINE):
            entry = AuditEntry.objects.get(act="reference.load")
        assert entry.person_name == MACHINE.name
        assert entry.subject_label == "Centre-Val de Loire"

    def test_a_day_is_read_in_the_edition_of_its_year_or_the_one_before(self) -> None:
        assert queries.territory_edition_on(date(2024, 3, 1)) == 2024
        assert queries.territory_edition_on(date(2020, 7, 1)) == 2019
        assert queries.territory_edition_on(date(2031, 1, 1)) == 2026

    def test_a_merged_commune_leads_to_its_heir_from_the_merger_on(self) -> None:
        before, after = queries.commune_by_code("18131", edition=2023), queries.commune_by_code("18131", edition=2024)
        assert before is not None
        assert after is not None
        assert (before.code, before.name) == ("18131", "Lugny-Bourbonnais")
        assert after.code == "18173"
        assert queries.commune_by_code("99999") is None

    def test_codes_are_brought_up_to_date_together(self) -> None:
        asked = ["18131", "28025", "28276", "18033", "28042", "00000"]
        assert queries.current_commune_codes(asked) == {
            "18131": "18173", "28025": "28319", "28276": "28319", "18033": "18033", "28042": "28015",
        }  # fmt: skip
        with self.assertNumQueries(3):
            queries.current_commune_codes(asked[:4], edition=2026)

    def test_names_are_found_without_accents_beginning_first(self) -> None:
        assert names(queries.search_places("chateauroux")) == ["Châteauroux"]
        assert names(queries.search_places("AIX d'ANGILLON")) == ["Les Aix-d'Angillon"]
        found = names(queries.search_places("tours"))
        assert found[0] == "Tours"
        assert "Joué-lès-Tours" in found
        begins = [name.startswith(("Blé", "Ble")) for name in names(queries.search_places("ble"))]
        assert begins == sorted(begins, reverse=True)
        assert set(begins) == {True, False}
        assert queries.search_places("  ") == []
        assert queries.search_places("%") == []

    def test_spaces_and_hyphens_are_one_for_the_other(self) -> None:
        assert "Saint-Jean-de-Braye" in names(queries.search_places("saint jean de br"))

    def test_an_epci_is_found_by_name(self) -> None:
        (found,) = queries.search_places("orleans metropole", kind=ZoneKind.EPCI)
        assert found.code == "244500468"

    def test_a_postal_code_gives_its_communes(self) -> None:
        assert names(queries.communes_with_postal_code("18000")) == ["Bourges"]
        assert len(queries.communes_with_postal_code("18350")) > 5
        assert queries.communes_with_postal_code("99999") == []

    def test_communes_of_administrative_zones(self) -> None:
        assert len(queries.communes_of_zone(ZoneKind.REGION, "24", edition=2019)) == 1758
        assert len(queries.communes_of_zone(ZoneKind.DEPARTMENT, "18")) == 286
        assert len(queries.communes_of_zone(ZoneKind.EPCI, "244500468")) == 22
        assert names(queries.communes_of_zone(ZoneKind.COMMUNE, "18033")) == ["Bourges"]

    def test_zones_of_a_commune(self) -> None:
        found = queries.zones_of_commune("18033")
        assert {kind: zone.name for kind, zone in found.items()} == {
            ZoneKind.EPCI: "CA Bourges Plus",
            ZoneKind.ARRONDISSEMENT: "Bourges",
            ZoneKind.DEPARTMENT: "Cher",
            ZoneKind.REGION: "Centre-Val de Loire",
            ZoneKind.EMPLOYMENT_ZONE: "Bourges",
            ZoneKind.LIVING_AREA: "Bourges",
        }

    def test_zones_d_emploi_divide_the_region(self) -> None:
        zoning = queries.zoning_in_use(region_code="24")
        assert (zoning.kind, zoning.vintage, zoning.is_fallback) == (ZoneKind.EMPLOYMENT_ZONE, 2020, False)
        zone = queries.zone_in_use_of_commune("18033")
        assert zone is not None
        assert (zone.kind, zone.name) == (ZoneKind.EMPLOYMENT_ZONE, "Bourges")

    def test_every_commune_of_every_edition_has_its_living_area(self) -> None:
        for edition in (2019, 2022, 2026):
            zones = queries.zone_codes_by_commune([ZoneKind.LIVING_AREA], edition=edition)[ZoneKind.LIVING_AREA]
            communes = {each.code for each in queries.communes_of_zone(ZoneKind.REGION, "24", edition=edition)}
            assert communes <= set(zones)

    def test_the_epci_stand_in_for_zones_d_emploi_that_are_not_loaded(self) -> None:
        ZoneMembership.objects.filter(kind=ZoneKind.EMPLOYMENT_ZONE).delete()
        zoning = queries.zoning_in_use(region_code="24")
        assert zoning.kind is ZoneKind.EPCI
        assert zoning.is_fallback
        assert "faute de zones d’emploi" in zoning.label
        zone = queries.zone_in_use_of_commune("18033")
        assert zone is not None
        assert zone.name == "CA Bourges Plus"

    def test_each_kind_has_its_outlines(self) -> None:
        assert len(queries.zone_outlines(ZoneKind.REGION, region_code="24")) == 1
        assert [each.name for each in queries.zone_outlines(ZoneKind.DEPARTMENT, region_code="24")] == [
            "Cher", "Eure-et-Loir", "Indre", "Indre-et-Loire", "Loir-et-Cher", "Loiret",
        ]  # fmt: skip
        assert len(queries.zone_outlines(ZoneKind.EPCI, region_code="24")) == 82
        assert len(queries.zone_outlines(ZoneKind.EMPLOYMENT_ZONE)) == 19
        assert len(queries.zone_outlines(ZoneKind.LIVING_AREA)) == 110
        assert len(queries.zone_outlines(ZoneKind.EPCI, region_code="24", edition=2019)) == 83
        with self.assertNumQueries(4):
            communes = queries.zone_outlines(ZoneKind.COMMUNE, region_code="24")
        with self.assertNumQueries(1):
            assert queries.zone_outlines(ZoneKind.COMMUNE, region_code="24") == communes
        assert len(communes) == 1754
        assert communes[0].rings[0][0] == communes[0].rings[0][-1]

    def test_places_of_a_kind_are_sorted_as_the_french_sort(self) -> None:
        found = names(queries.places_of_kind(ZoneKind.COMMUNE, region_code="24"))
        assert found.index("Écueillé") < found.index("Fay-aux-Loges")


class OfficialFiles(TestCase):
    """The public files of ../shared on top of the shipped territory."""

    @classmethod
    def setUpTestData(cls) -> None:
        with acting_as(MACHINE):
            load_shipped_territory(actor=MACHINE, region_code="24")
        load("appartenance_communes_2022.csv", "zones_emploi_2020.csv", "bassins_vie_2012.csv")
        load("bassins_emploi_bmo_communes_cvl_2021.csv", "population_communes_cvl_2013_2021.csv")

    def test_zones_d_emploi_serve_once_loaded(self) -> None:
        zoning = queries.zoning_in_use(region_code="24")
        assert (zoning.kind, zoning.vintage, zoning.is_fallback) == (ZoneKind.EMPLOYMENT_ZONE, 2020, False)
        zone = queries.zone_in_use_of_commune("18033")
        assert zone is not None
        assert zone.name == "Bourges"

    def test_zones_without_a_file_of_contours_are_drawn_around_their_communes(self) -> None:
        drawn = queries.zone_outlines(ZoneKind.EMPLOYMENT_ZONE)
        assert len(drawn) == 19
        assert "Bourges" in [each.name for each in drawn]
        assert all(ring[0] == ring[-1] for each in drawn for ring in each.rings)
        assert len(queries.zone_outlines(ZoneKind.LABOUR_BASIN)) == 22

    def test_a_commune_merged_since_the_zoning_keeps_a_zone(self) -> None:
        assert queries.zones_of_commune("18131", edition=2023)[ZoneKind.EMPLOYMENT_ZONE].name == "Bourges"
        assert queries.zones_of_commune("18131", edition=2026)[ZoneKind.EMPLOYMENT_ZONE].name == "Bourges"

    def test_every_commune_of_every_edition_has_a_zone_d_emploi(self) -> None:
        zones = {
            member.zone_code
            for member in ZoneMembership.objects.filter(
                kind=ZoneKind.EMPLOYMENT_ZONE,
                commune_code__in=Zone.objects.filter(region_code="24", edition=2026).values("code"),
            )
        }
        for edition in (2019, 2026):
            held = [
                commune.code
                for zone in zones
                for commune in queries.communes_of_zone(ZoneKind.EMPLOYMENT_ZONE, zone, edition=edition)
                if commune.region_code == "24"
            ]
            assert len(held) == len(set(held)) == queries.commune_count(edition=edition, region_code="24")

    def test_a_commune_has_its_bassin_de_vie_and_its_bassin_d_emploi(self) -> None:
        found = queries.zones_of_commune("18033")
        assert found[ZoneKind.LIVING_AREA].name == "Bourges"
        assert found[ZoneKind.LABOUR_BASIN].name == "BOURGES"
        assert queries.loaded_zonings() == {
            ZoneKind.EMPLOYMENT_ZONE: 2020, ZoneKind.LIVING_AREA: 2012, ZoneKind.LABOUR_BASIN: 2021,
        }  # fmt: skip

    def test_populations_are_kept_by_year_of_the_census(self) -> None:
        codes = [place.code for place in queries.places_of_kind(ZoneKind.COMMUNE, edition=2019, region_code="24")]
        assert sum(queries.population_by_code(codes, year=2019).values()) == 2_573_180
        assert sum(queries.population_by_code(codes, year=2021).values()) == 2_573_303

    def test_contours_of_zonings_go_to_their_kind(self) -> None:
        load("contours_bassins_vie_2012_cvl.geojson", "contours_zones_emploi_cvl.geojson")
        load("contours_bassins_emploi_bmo_cvl.geojson")
        counts = {kind: Contour.objects.filter(kind=kind).count() for kind in ZoneKind}
        assert counts[ZoneKind.LIVING_AREA] == 110
        assert counts[ZoneKind.EMPLOYMENT_ZONE] == 19
        assert counts[ZoneKind.LABOUR_BASIN] == 22
        assert counts[ZoneKind.COMMUNE] == 1754
        assert len(queries.zone_outlines(ZoneKind.EMPLOYMENT_ZONE)) == 19

    def test_an_edition_of_epci_alone_is_completed_from_its_neighbours(self) -> None:
        load("epci_communes_cvl_2020.csv")
        assert 2020 in queries.territory_editions()
        assert queries.territory_edition_on(date(2020, 7, 1)) == 2020
        assert queries.commune_count(edition=2020, region_code="24") == 1757
        bourges = queries.commune_by_code("18033", edition=2020)
        assert bourges is not None
        assert bourges.postal_codes == ("18000",)
        assert bourges.latitude is not None

    def test_the_yearly_tables_change_nothing_of_what_is_shipped(self) -> None:
        with acting_as(MACHINE):
            path = shared_file(f"{TERRITORIES}/communes_cvl_millesimes_2019_2026.csv")
            (report,) = load_official_files(actor=MACHINE, source=path)
            (again,) = load_official_files(actor=MACHINE, source=path)
        assert (report.added, report.changed, report.defect_count) == (0, 0, 0)
        assert report.unchanged > 12_293
        assert (again.added, again.changed) == (0, 0)
