"""Certifications in the database: versions by day, blocks, replacements, search."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.test import TestCase

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.reference import queries
from pacte.reference.models import CertificationVersion, ReferenceRevision
from pacte.reference.records import FileReport
from pacte.reference.services import load_official_files
from tests.cast import MACHINE
from tests.reference.flux import RNCP_FILE, RS_FILE, flux, sheet, write
from tests.shared import shared_file

CSV_FOLDER = "data/exchange/france-competences/csv-extrait"


def load(path: Path, edition: str | None = None) -> list[FileReport]:
    with acting_as(MACHINE):
        return load_official_files(actor=MACHINE, source=path, edition=edition)


class RealFiles(TestCase):
    """The extracts of the flux of August 2026, of the CSV of 2024 and of the tables of 2021, and Certif Info."""

    @classmethod
    def setUpTestData(cls) -> None:
        load(shared_file("data/reference/formation/rncp_2021"))
        load(shared_file(CSV_FOLDER), "2024-02-22")
        load(shared_file("data/reference/formation/certifinfo_2024.csv"))
        load(shared_file(RNCP_FILE), "2026-08-16")
        load(shared_file(RS_FILE), "2026-08-16")

    def test_a_certification_is_read_as_it_was_that_day(self) -> None:
        before, now = (
            queries.certification_by_code("RNCP34762", on=date(2022, 1, 1)),
            queries.certification_by_code("RNCP34762"),
        )
        assert before is not None
        assert now is not None
        assert (before.edition, before.is_active) == (date(2021, 1, 1), True)
        assert (now.edition, now.is_active) == (date(2026, 8, 16), False)
        assert now.ends_on == date(2024, 8, 31)
        assert not now.is_open_on(date(2026, 11, 24))

    def test_codes_are_taken_as_people_type_them(self) -> None:
        typed = ["37674", "rncp 37674", "RS5719", "RNCP999999", "n’importe quoi"]
        with self.assertNumQueries(1):
            found = queries.certifications_by_code(typed)
        assert {text: each.code for text, each in found.items()} == {
            "37674": "RNCP37674", "rncp 37674": "RNCP37674", "RS5719": "RS5719",
        }  # fmt: skip

    def test_the_parts_of_the_csv_make_one_version(self) -> None:
        found = queries.certification_by_code("RNCP509", on=date(2025, 1, 1))
        assert found is not None
        assert (found.title, found.level, found.is_active) == ("Agent vérificateur d'appareils extincteurs", 3, False)
        assert (found.rome_codes, found.nsf_codes, found.formacodes) == (("I1203",), ("251",), ("42872",))
        assert (len(found.blocks), found.successors) == (6, ("RNCP38228",))
        assert found.certifiers[0].siret == "11004301500012"
        assert set(found.routes) == {"FI", "CA", "FC", "CQ", "CL", "VAE"}
        assert CertificationVersion.objects.filter(code="RNCP509", edition=date(2024, 2, 22)).count() == 1

    def test_blocks_say_what_is_attested_and_how(self) -> None:
        blocks = queries.competence_blocks_of("RNCP37674")
        assert [each.code for each in blocks] == ["RNCP37674BC01", "RNCP37674BC02"]
        one = queries.competence_block_by_code("rncp37674bc02")
        assert one == blocks[1]
        assert one.competences
        assert queries.competence_blocks_of("RS5719") == ()
        assert queries.competence_block_by_code("RNCP37674BC99") is None
        assert queries.competence_block_by_code("BC01") is None

    def test_certifications_that_lead_to_an_occupation_are_the_open_ones(self) -> None:
        found = queries.certifications_for_occupation("M1805")
        assert {"RNCP37674", "RNCP36490", "RNCP37873"} <= {each.code for each in found}
        assert "RNCP35419" not in {each.code for each in found}
        assert "RNCP35419" in {each.code for each in queries.certifications_for_occupation("M1805", active_only=False)}

    def test_the_same_flux_on_a_later_day_adds_no_version(self) -> None:
        (report,) = load(shared_file(RNCP_FILE), "2026-09-01")
        assert (report.added, report.changed, report.unchanged) == (0, 0, 8)
        (again,) = load(shared_file(RNCP_FILE), "2026-08-16")
        assert (again.added, again.changed) == (0, 0)


@pytest.mark.django_db
def test_a_later_flux_adds_a_version_only_of_what_differs(tmp_path: Path) -> None:
    load(write(tmp_path, flux(sheet("RNCP1"), sheet("RNCP2"))), "2026-01-01")
    (report,) = load(write(tmp_path, flux(sheet("RNCP1"), sheet("RNCP2", active="Non"))), "2026-02-01")
    assert (report.added, report.changed, report.unchanged) == (1, 0, 1)
    statuses = {
        day: found.is_active
        for day in (date(2026, 1, 15), date(2026, 2, 15))
        if (found := queries.certification_by_code("RNCP2", on=day))
    }
    assert statuses == {date(2026, 1, 15): True, date(2026, 2, 15): False}


@pytest.mark.django_db
def test_a_flux_loaded_after_a_later_one_takes_its_place_before(tmp_path: Path) -> None:
    load(write(tmp_path, flux(sheet("RNCP1", title="Nouveau"))), "2026-02-01")
    load(write(tmp_path, flux(sheet("RNCP1", title="Ancien"))), "2026-01-01")
    titles = [
        found.title
        for day in (date(2025, 1, 1), date(2026, 1, 15), date(2026, 3, 1))
        if (found := queries.certification_by_code("RNCP1", on=day))
    ]
    assert titles == ["Ancien", "Ancien", "Nouveau"]


@pytest.mark.django_db
def test_what_a_whole_sheet_leaves_out_is_no_longer_told_and_a_table_only_completes(tmp_path: Path) -> None:
    more = "<DATE_EFFET>01/01/2020</DATE_EFFET><CODES_ROME><ROME><CODE>H2913</CODE></ROME></CODES_ROME>"
    load(write(tmp_path, flux(sheet("RNCP1", more=more))), "2026-01-01")
    load(write(tmp_path, "Numero_Fiche;Codes_Rome_Code\nRNCP1;N1101\n", "rome.csv"), "2026-02-01")
    completed = queries.certification_by_code("RNCP1")
    assert completed is not None
    assert (completed.rome_codes, completed.effective_on) == (("N1101",), date(2020, 1, 1))
    load(write(tmp_path, flux(sheet("RNCP1"))), "2026-03-01")
    whole = queries.certification_by_code("RNCP1")
    assert whole is not None
    assert (whole.rome_codes, whole.effective_on) == ((), None)


@pytest.mark.django_db
def test_a_flux_that_cannot_be_read_writes_nothing_at_all(tmp_path: Path) -> None:
    entries, files = AuditEntry.objects.count(), ReferenceRevision.objects.count()
    for content in (b"<html></html>", b"<FICHES><VERSION_FLUX>2.0</VERSION_FLUX></FICHES>", b"PK\x03\x04"):
        (report,) = load(write(tmp_path, content, "flux.xml"), "2026-01-01")
        assert report.kind == ""
        assert report.defect_count == 1
        assert report.defects[0].message.startswith("Le fichier") or report.defects[0].message.startswith("Le flux")
    (report,) = load(write(tmp_path, flux(sheet())), "hier")
    assert [each.code for each in report.defects] == ["edition"]
    assert CertificationVersion.objects.count() == 0
    assert (AuditEntry.objects.count(), ReferenceRevision.objects.count()) == (entries, files)


@pytest.mark.django_db
def test_the_load_of_a_flux_is_one_act_with_its_counts(tmp_path: Path) -> None:
    load(write(tmp_path, flux(sheet("RNCP1"), sheet("faux"))), "2026-01-01")
    with acting_as(MACHINE):
        entry = AuditEntry.objects.get(act="reference.load")
    assert entry.detail == {"edition": "2026-01-01", "added": 1, "changed": 0, "defects": 1}
    assert [each.edition for each in queries.nomenclature_editions("certification")] == ["2026-01-01"]


@pytest.mark.django_db
def test_a_flux_longer_than_a_batch_is_written_whole(tmp_path: Path) -> None:
    seen: list[tuple[str, int]] = []
    path = write(tmp_path, flux(*(sheet(f"RNCP{rank}") for rank in range(1, 1_202))))
    with acting_as(MACHINE):
        (report,) = load_official_files(
            actor=MACHINE, source=path, edition="2026-01-01", progress=lambda file, read: seen.append((file, read))
        )
    assert report.added == CertificationVersion.objects.count() == 1_201
    assert seen == [("flux.xml", 0), ("flux.xml", 500), ("flux.xml", 1_000)]


@pytest.mark.django_db
def test_the_weekly_zip_is_read_table_by_table_and_dated_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "export-fiches-csv-2024-02-22.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(shared_file(CSV_FOLDER).iterdir()):
            archive.write(file, f"../../{file.name}")
    reports = load(path)
    assert {report.release for report in reports} == {"2024-02-22"}
    assert len(reports) == 10
    assert sum(report.defect_count for report in reports) == 0
    found = queries.certification_by_code("RNCP509")
    assert found is not None
    assert len(found.blocks) == 6
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.django_db
def test_a_zip_made_to_hurt_is_refused_in_one_sentence(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bombe.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "a,b\n" + "0" * 20_000_000)
    with zipfile.ZipFile(tmp_path / "foule.zip", "w") as archive:
        for rank in range(201):
            archive.writestr(f"{rank}.csv", "a,b\n")
    reports = {report.file: report.defects[0].code for report in load(tmp_path)}
    assert reports == {"bombe.zip": "file_archive", "foule.zip": "file_archive"}
