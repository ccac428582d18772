"""Who may load reference data, and the message for files that cannot be loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.reference import queries
from pacte.reference.models import Edition, Zone
from pacte.reference.records import ZoneKind
from pacte.reference.services import load_official_files, load_shipped_territory
from tests.cast import MACHINE, gather_cast


@pytest.mark.django_db
def test_without_territory_the_error_says_what_to_type() -> None:
    with pytest.raises(Conflict, match="pacte start"):
        queries.latest_territory_edition()


@pytest.mark.django_db
def test_only_who_answers_for_the_data_may_load() -> None:
    cast = gather_cast()
    for actor in (NOBODY, cast["partner"].actor, cast["visitor"].actor, cast["buyer"].actor):
        with acting_as(actor), pytest.raises(PermissionDenied):
            load_shipped_territory(actor=actor, region_code="06")
        with acting_as(actor), pytest.raises(PermissionDenied):
            load_official_files(actor=actor, source=Path("absent"))
    pilot = cast["pilot"].actor
    with acting_as(pilot):
        assert load_shipped_territory(actor=pilot, region_code="06").added > 0


@pytest.mark.django_db
def test_one_bad_file_of_a_folder_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "inconnu.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "zones.csv").write_text("ZE2020,LIBZE2020\n2404,Blois\n?,Bourges\n", encoding="utf-8")
    (tmp_path / "image.csv").write_bytes(b"\x89PNG\x00")
    (tmp_path / "contours.geojson").write_text('{"features": []}', encoding="utf-8")
    with acting_as(MACHINE):
        reports = {each.file: each for each in load_official_files(actor=MACHINE, source=tmp_path)}
        again = {each.file: each for each in load_official_files(actor=MACHINE, source=tmp_path)}
    assert reports["zones.csv"].added == 1
    assert [each.row for each in reports["zones.csv"].defects] == [3]
    assert {name: report.defects[0].code for name, report in reports.items()} == {
        "inconnu.csv": "file_unknown", "image.csv": "file_binary", "zones.csv": "cell",
        "contours.geojson": "contours_unknown",
    }  # fmt: skip
    assert (again["zones.csv"].added, again["zones.csv"].unchanged) == (0, 1)
    assert again["zones.csv"].defects == reports["zones.csv"].defects


@pytest.mark.django_db
def test_an_empty_value_never_erases_a_known_one(tmp_path: Path) -> None:
    def load_text(text: str, name: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")
        with acting_as(MACHINE):
            load_official_files(actor=MACHINE, source=tmp_path / name, edition=2026)

    heading = "annee,code_insee,nom,departement,epci,population,codes_postaux\n"
    load_text(f"{heading}2026,18033,Bourges,18,241800507,64000,18000\n", "a.csv")
    load_text(f"{heading}2026,18033,Bourges,18,,,\n2026,18001,Achères,18,,326,\n", "b.csv")
    bourges = Zone.objects.get(kind=ZoneKind.COMMUNE, code="18033")
    assert (bourges.epci_code, bourges.population, bourges.postal_codes) == ("241800507", 64000, ["18000"])
    assert Edition.objects.get().year == 2026


@pytest.mark.django_db
def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with acting_as(MACHINE):
        with pytest.raises(ValidationError, match="n’existe pas"):
            load_official_files(actor=MACHINE, source=tmp_path / "absent")
        with pytest.raises(ValidationError, match="0 fichiers"):
            load_official_files(actor=MACHINE, source=tmp_path)
