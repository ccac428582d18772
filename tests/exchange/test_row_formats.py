"""Formats of files of rows: samples and real files read whole and written back, statuses under any spelling."""

from __future__ import annotations

import io
from datetime import date

import pytest

from pacte.exchange import formats
from pacte.exchange.formats.orientation_acts import act_status
from pacte.exchange.rows.checking import RowChecker
from pacte.exchange.rows.reading import read_rows
from pacte.exchange.rows.records import RowsFormat
from pacte.interop.records import ActStatus, OrientationAct
from pacte.kernel.catalog_loader import load_catalog_entries
from tests.shared import shared_file

FORMATS = {code: each for code, each in load_catalog_entries(formats, "FORMAT").items() if isinstance(each, RowsFormat)}
REAL = {
    "trainees_pe": ("stagiaires-pe.csv", 5, 38),
    "trainees_idf": ("stagiaires-idf.csv", 5, 17),
    "kairos_organisations": ("kairos-organismes.csv", 3, 12),
}


def acts(code: str, data: bytes) -> list[OrientationAct]:
    layout = FORMATS[code]
    assert layout.act
    with read_rows(io.BytesIO(data)) as found:
        check = RowChecker(layout.columns, found.headings, empty=layout.empty)
        read = [layout.act(check.read(*row)) for row in found.rows]
    return [each for each in read if isinstance(each, OrientationAct)]


@pytest.mark.parametrize("layout", FORMATS.values(), ids=list(FORMATS))
def test_the_sample_of_a_layout_reads_whole_and_is_written_back_as_it_was(layout: RowsFormat) -> None:
    with read_rows(io.BytesIO(layout.sample.encode())) as found:
        check = RowChecker(layout.columns, found.headings, empty=layout.empty)
        assert check.missing == []
        read = [check.read(*row) for row in found.rows]
    assert [row.defects for row in read] == [()]


@pytest.mark.parametrize("code", list(REAL))
def test_each_row_of_a_real_file_is_read(code: str) -> None:
    name, count, width = REAL[code]
    path = shared_file(f"data/exchange/stagiaires/{name}")
    with path.open("rb") as stream, read_rows(stream) as found:
        assert len(found.headings) == width
        layout = FORMATS[code]
        check = RowChecker(layout.columns, found.headings, empty=layout.empty)
        assert check.missing == []
        rows = [check.read(*row) for row in found.rows]
    assert len(rows) == count
    assert [row.row for row in rows if not row.is_good] == []


@pytest.mark.parametrize("code", list(REAL))
def test_a_real_file_is_written_back_cell_by_cell(code: str) -> None:
    name, _, _ = REAL[code]
    path = shared_file(f"data/exchange/stagiaires/{name}")
    layout = FORMATS[code]
    with path.open("rb") as stream, read_rows(stream) as found:
        headings, rows = found.headings, [cells for _, cells in found.rows]
    fields = {column.heading: column.field for column in layout.columns}
    again = layout.write({fields[head]: cell for head, cell in zip(headings, cells, strict=True)} for cells in rows)
    with read_rows(io.BytesIO(again)) as found:
        kept = [found.headings.index(head) for head in headings]
        assert [[cells[place] for place in kept] for _, cells in found.rows] == rows


def test_the_real_trainees_of_pole_emploi_are_enrolments_on_their_intercarif_session() -> None:
    found = acts("trainees_pe", shared_file("data/exchange/stagiaires/stagiaires-pe.csv").read_bytes())
    assert {act.status for act in found} == {ActStatus.ENROLLED}
    assert (found[0].session.session, found[0].session.action) == ("SE_0000160070", "14_SE_0000160070")
    assert found[0].on == date(2018, 5, 22)
    assert all(act.is_day_supposed for act in found)


def test_the_real_trainees_of_ile_de_france_are_entries_and_exits() -> None:
    found = acts("trainees_idf", shared_file("data/exchange/stagiaires/stagiaires-idf.csv").read_bytes())
    assert [act.status for act in found] == [ActStatus.COMPLETED] * 5
    assert found[0].also_on == ((ActStatus.ENTERED, date(2017, 3, 15)),)


def test_the_false_siret_of_the_real_conventions_is_said_and_the_row_kept() -> None:
    layout = FORMATS["kairos_organisations"]
    path = shared_file("data/exchange/stagiaires/kairos-organismes.csv")
    with path.open("rb") as stream, read_rows(stream) as found:
        check = RowChecker(layout.columns, found.headings)
        read = [check.read(*row) for row in found.rows]
    assert [[(each.column, each.code) for each in row.defects] for row in read] == [[("SIRET (A)", "siret")]] * 3
    assert all(row.is_good for row in read)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Abandon", ActStatus.DROPPED_OUT), ("ABANDONS", ActStatus.DROPPED_OUT), ("Terminée", ActStatus.COMPLETED),
        ("non-retenue", ActStatus.NOT_KEPT), ("Retenus", ActStatus.KEPT), ("Liste d’attente", None),
        ("icr", ActStatus.KEPT), ("Liste attente", ActStatus.WAITING), ("Entrées", ActStatus.ENTERED), ("PFR", None),
        ("--", None),
    ],
)  # fmt: skip
def test_a_status_is_known_whatever_its_capitals_accents_and_plural(word: str, status: ActStatus | None) -> None:
    assert act_status(word) == status
