"""The XML export of the certification registers: real extracts, and every kind of bad file."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacte.infra.sandbox import parent, protocol
from pacte.kernel.errors import ValidationError
from pacte.reference.certification_flux import limits
from pacte.reference.certification_flux.flux_reader import CertificationFlux
from pacte.reference.certification_flux.worker import flux_messages
from pacte.reference.records import FileReport
from tests.effort import share
from tests.reference.flux import DAY, RNCP_FILE, RS_FILE, flux, read, sheet, write
from tests.shared import shared_file


def refusal(path: Path) -> ValidationError:
    with pytest.raises(ValidationError) as refused:
        read(path)
    assert str(refused.value)
    return refused.value


def test_the_real_rncp_extract_is_read_whole() -> None:
    rows, report = read(shared_file(RNCP_FILE))
    assert report.defects == []
    assert report.lines == len(rows) == 8
    assert sum(len(row.blocks or ()) for row in rows) == 35
    assert sum(len(row.rome_codes or ()) for row in rows) == 19
    assert sum(row.partner_count or 0 for row in rows) == 1028
    web = next(row for row in rows if row.code == "RNCP37674")
    assert (web.title, web.level, web.is_active) == ("Développeur web et web mobile", 5, True)
    assert (web.ends_on, web.effective_on) == (date(2028, 9, 1), date(2023, 9, 1))
    assert (web.rome_codes, web.nsf_codes, web.predecessors) == (("M1805",), ("326t",), ("RNCP31114",))
    assert web.routes == ("CA", "FC", "CQ", "VAE")
    assert web.certifiers is not None
    assert web.certifiers[0].siret == "11000007200014"
    assert web.blocks is not None
    assert web.blocks[0].code == "RNCP37674BC01"
    assert all(each.label and each.competences and each.assessment for each in web.blocks)


def test_the_real_rs_extract_is_read_whole() -> None:
    rows, report = read(shared_file(RS_FILE))
    assert report.defects == []
    assert len(rows) == 6
    assert {row.register for row in rows} == {"RS"}
    assert all(row.blocks == () and row.level is None for row in rows)
    assert next(row for row in rows if row.code == "RS5000").successors == ("RS6604",)


def test_the_status_is_that_of_the_element_actif_not_of_the_publication(tmp_path: Path) -> None:
    rows, _ = read(write(tmp_path, flux(sheet(active="Non", more="<ETAT_FICHE>Publiée</ETAT_FICHE>"))))
    assert [row.is_active for row in rows] == [False]


@pytest.mark.parametrize("kind", ["zip", "gzip"])
def test_an_archive_gives_the_same_sheets(tmp_path: Path, kind: str) -> None:
    text = flux(sheet("RNCP1"), sheet("RNCP2")).encode()
    packed = io.BytesIO()
    if kind == "zip":
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("export_fiches.xml", text)
    else:
        packed.write(gzip.compress(text))
    rows, report = read(write(tmp_path, packed.getvalue(), f"flux.{kind}"))
    assert [row.code for row in rows] == ["RNCP1", "RNCP2"]
    assert report.defects == []


def test_a_file_cut_short_keeps_the_sheets_before_and_says_where_it_stops(tmp_path: Path) -> None:
    text = flux(sheet("RNCP1"), sheet("RNCP2"))
    rows, report = read(write(tmp_path, text[: text.index("RNCP2")]))
    assert [row.code for row in rows] == ["RNCP1"]
    assert [(each.code, each.row) for each in report.defects] == [("flux_cut", 9)]


def test_real_sheets_before_a_cut_are_kept(tmp_path: Path) -> None:
    whole = shared_file(RNCP_FILE).read_bytes()
    rows, report = read(write(tmp_path, whole[: len(whole) // 2]))
    assert 0 < len(rows) < 8
    assert [each.code for each in report.defects] == ["flux_cut"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (flux(sheet(), version="3.0"), "flux_version"),
        (flux(sheet()).replace("<VERSION_FLUX>4.1</VERSION_FLUX>", ""), "flux_version"),
        ("<FICHES/>", "flux_version"),
        ("<lheo xmlns='http://lheo.gouv.fr/2.3'/>", "flux_root"),
        ("<html><body>Erreur 503</body></html>", "flux_root"),
        ("", "flux_cut"),
        ("<FICHES", "flux_cut"),
        ("<FICHES><VERSION_FLUX>4.1</FICHES>", "flux_broken"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><FICHES/>', "flux_doctype"),
        (flux(sheet(title="é")).encode("cp1252"), "flux_signs"),
        (flux(sheet()).replace("UTF-8", "utf-7"), "flux_encoding"),
        (flux(sheet()).replace("UTF-8", "koi8-r"), "flux_encoding"),
        (b"PK\x03\x04 an archive that is none", "flux_archive"),
        (gzip.compress(flux(sheet()).encode())[:40], "flux_archive"),
        (flux("<FICHE>" + "<A>" * 30 + "</A>" * 30 + "</FICHE>"), "flux_depth"),
        (flux(sheet(title="x" * (limits.MAX_RECORD_LENGTH + 1))), "flux_sheet_size"),
    ],
)
def test_a_file_that_is_no_flux_has_one_sentence(tmp_path: Path, content: str | bytes, code: str) -> None:
    assert refusal(write(tmp_path, content)).code == code


def test_an_archive_with_two_fluxes_or_a_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("a.xml", flux(sheet()))
        archive.writestr("b.xml", flux(sheet()))
    assert refusal(tmp_path / "two.zip").code == "flux_archive"
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"<" + b" " * (limits.RATIO_CHECKED_FROM_BYTES + 1))
    assert refusal(tmp_path / "bomb.zip").code == "flux_size"


def test_a_sheet_without_number_title_or_status_is_refused_and_the_others_kept(tmp_path: Path) -> None:
    text = flux(
        sheet("RNCP1"),
        sheet("abc"),
        sheet("RNCP3", title="  "),
        sheet("RNCP4", active="Peut-être"),
        sheet("12345"),
        sheet("RNCP5"),
    )
    rows, report = read(write(tmp_path, text))
    assert [row.code for row in rows] == ["RNCP1", "RNCP5"]
    assert [(each.row, each.column) for each in report.defects] == [
        (8, "NUMERO_FICHE"), (13, "INTITULE"), (21, "ACTIF"), (23, "NUMERO_FICHE"),
    ]  # fmt: skip
    assert report.lines == 6


def test_a_number_seen_twice_keeps_the_first_sheet(tmp_path: Path) -> None:
    rows, report = read(write(tmp_path, flux(sheet("RNCP1", "Premier"), sheet("RNCP1", "Second"))))
    assert [row.title for row in rows] == ["Premier"]
    assert [(each.row, each.column) for each in report.defects] == [(8, "NUMERO_FICHE")]


def test_a_value_that_means_nothing_is_left_out_and_said_with_its_line(tmp_path: Path) -> None:
    more = (
        "<NOMENCLATURE_EUROPE><NIVEAU>NIV9</NIVEAU></NOMENCLATURE_EUROPE>\n"
        "<DATE_FIN_ENREGISTREMENT>31/02/2026</DATE_FIN_ENREGISTREMENT>\n"
        "<CODES_ROME><ROME><CODE>Z99</CODE></ROME>\n<ROME><CODE>H2913</CODE></ROME></CODES_ROME>\n"
        "<FORMACODES><FORMACODE><CODE>123</CODE></FORMACODE></FORMACODES>\n"
        "<BLOCS_COMPETENCES><BLOC_COMPETENCES><CODE>BC1</CODE></BLOC_COMPETENCES>\n"
        "<BLOC_COMPETENCES><CODE>RNCP1BC01</CODE><LIBELLE>A</LIBELLE></BLOC_COMPETENCES>\n"
        "<BLOC_COMPETENCES><CODE>RNCP1BC01</CODE><LIBELLE>B</LIBELLE></BLOC_COMPETENCES></BLOCS_COMPETENCES>\n"
    )
    rows, report = read(write(tmp_path, flux(sheet(more=more))))
    (row,) = rows
    assert (row.level, row.ends_on, row.rome_codes, row.formacodes) == (None, None, ("H2913",), ())
    assert [(each.code, each.label) for each in row.blocks or ()] == [("RNCP1BC01", "A")]
    # Levels and codes are read before dates; the report is in reading order.
    assert sorted((each.row, each.column) for each in report.defects) == [
        (7, "NIVEAU"), (8, "DATE_FIN_ENREGISTREMENT"), (9, "CODE"), (11, "CODE"), (12, "CODE"), (14, "CODE"),
    ]  # fmt: skip


@pytest.mark.parametrize("level", ["AUCUN", "REPRISE", ""])
def test_a_sheet_may_have_no_level(tmp_path: Path, level: str) -> None:
    more = f"<NOMENCLATURE_EUROPE><NIVEAU>{level}</NIVEAU></NOMENCLATURE_EUROPE>"
    rows, report = read(write(tmp_path, flux(sheet(more=more))))
    assert [row.level for row in rows] == [None]
    assert report.defects == []


def test_a_flux_declared_in_another_encoding_is_read_in_it(tmp_path: Path) -> None:
    text = flux(sheet(title="Métallier")).replace("UTF-8", "ISO-8859-1")
    rows, _ = read(write(tmp_path, text.encode("iso-8859-1")))
    assert rows[0].title == "Métallier"


def test_a_flux_without_sheet_says_so(tmp_path: Path) -> None:
    rows, report = read(write(tmp_path, flux()))
    assert rows == []
    assert [each.code for each in report.defects] == ["flux_empty"]


def test_a_child_that_dies_is_a_file_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for program in (
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "print('no message')",
        "send_message(sys.stdout.buffer, 'm', b'not json')",
        "send_message(sys.stdout.buffer, 'm', b'{\"sheet\": {\"code\": 3}}')",
        "send_message(sys.stdout.buffer, 'x', b'{}')",
    ):
        boot = f"import sys; sys.path.insert(0, sys.argv[1])\nfrom {protocol.__name__} import send_message\n{program}"
        monkeypatch.setattr(parent, "_BOOTSTRAP", boot)
        assert refusal(write(tmp_path, flux(sheet()))).code == "flux_died"


def test_who_stops_reading_stops_the_child(tmp_path: Path) -> None:
    path = write(tmp_path, flux(*(sheet(f"RNCP{rank}") for rank in range(1, 3_000))))
    rows = CertificationFlux(path, DAY).rows(FileReport("flux"))
    assert next(rows).code == "RNCP1"
    rows.close()


@settings(max_examples=share(150), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=400), st.integers(min_value=0, max_value=400), st.integers(min_value=0, max_value=40))
def test_whatever_the_bytes_the_child_answers_in_the_agreed_shape(noise: bytes, at: int, length: int) -> None:
    """Random bytes alone, and random bytes in the middle of a valid flux."""
    good = flux(sheet("RNCP1"), sheet("RS2", more="<DATE_EFFET>01/01/2024</DATE_EFFET>")).encode()
    for content in (noise, good[:at] + noise + good[at + length :]):
        told = list(flux_messages(io.BytesIO(content)))
        assert "end" in told[-1]
        assert all(set(each) <= {"sheet", "left_out", "refused", "stop", "end"} for each in told)
        assert sum("stop" in each for each in told) <= 1
