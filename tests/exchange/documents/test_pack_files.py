"""The three files of a pack give the same figures with the same references, and the same bytes when made again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pypdf import PdfReader

from pacte.exchange.documents import pack_pdf, pack_pptx, pack_xlsx
from pacte.exchange.documents.slide_text_fit import (
    LINE_HEIGHT,
    fit_text,
    text_height,
    truncate_to_box,
    wrapped_line_count,
)
from pacte.kernel.french import format_day
from pacte.steering.records import AnswerState, Weather
from pacte.steering.records.pack import Pack, PackAxis
from pacte.steering.rules.pack_additionality import pack_additionality
from pacte.steering.rules.serialisation import json_digest, record_from_json, record_to_json
from tests.effort import share
from tests.steering.packs_at_hand import LONG_TEXT, a_committee, a_pack, a_round, answer, round_of, some_added

FIGURE = re.compile(r"(?:S-\d+|[FP]-\w+\.\d+|A\d+-[JMFER]\d+)")
WRITERS = {"pdf": pack_pdf.write, "pptx": pack_pptx.write_pack_pptx, "xlsx": pack_xlsx.write}


def bare(text: str) -> str:
    """``text`` with single plain spaces, and without zero-width breaks."""
    return re.sub(r"\s+", " ", re.sub("[\u00a0\u202f]", " ", text.replace("\u200b", ""))).strip()


def paper_text(pack: Pack) -> str:
    return bare(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pack_pdf.write(pack))).pages))


def slide_texts(pack: Pack) -> Iterator[str]:
    for slide in Presentation(io.BytesIO(pack_pptx.write_pack_pptx(pack))).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from (bare(paragraph.text) for paragraph in shape.text_frame.paragraphs)
            elif getattr(shape, "has_table", False):
                yield from (bare(cell.text_frame.text) for row in shape.table.rows for cell in row.cells)


def sheet_figures(pack: Pack) -> dict[str, str]:
    """Printed text of each reference, read from all the sheets."""
    found: dict[str, str] = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(pack_xlsx.write(pack))).worksheets:
        heads = [cell.value for cell in sheet[2]]
        if pack_xlsx.REF not in heads:
            continue
        ref = heads.index(pack_xlsx.REF)
        printed = heads.index(pack_xlsx.PRINTED if pack_xlsx.PRINTED in heads else "Décision demandée")
        for row in sheet.iter_rows(min_row=3, values_only=True):
            if row[printed] is not None:
                assert row[ref] not in found, f"{row[ref]} stands twice"
                found[str(row[ref])] = bare(str(row[printed]))
    return found


def pairs_in(text: str, known: dict[str, str]) -> dict[str, str]:
    """Text before each reference, with the length of the known text."""
    found = {}
    for place in FIGURE.finditer(text):
        before = text[: place.start()].rstrip()
        wanted = known[place[0]]
        found[place[0]] = before[-len(wanted) :]
    return found


@pytest.fixture(scope="module")
def pack() -> Pack:
    return a_pack()


@pytest.fixture(scope="module")
def known(pack: Pack) -> dict[str, str]:
    return {ref: bare(text) for ref, text in pack.figures().items()}


def test_no_reference_names_two_things(pack: Pack) -> None:
    milestones = [each for action in pack.actions for each in action.milestones]
    assert len(pack.figures()) >= len(milestones) + len(pack.summary)
    some = {
        "S-1",
        "F-1.4",
        "F-0.1",
        "A18-J2",
        "A18-M2",
        "A18-R1",
        "A18-F1",
        "A18-D",
        "A18-E1",
        "P-1.3",
        "P-0.1",
        "OJ-3",
        "D-4",
    }
    assert some <= set(pack.figures())


def test_the_workbook_holds_every_figure_beside_its_reference(pack: Pack, known: dict[str, str]) -> None:
    assert sheet_figures(pack) == known


def test_the_pdf_prints_the_same_figures_beside_the_same_references(pack: Pack, known: dict[str, str]) -> None:
    figures = {ref: text for ref, text in known.items() if FIGURE.fullmatch(ref)}
    assert pairs_in(paper_text(pack), known) == figures


def test_the_slides_show_the_same_figures_beside_the_same_references(pack: Pack, known: dict[str, str]) -> None:
    text = " ".join(slide_texts(pack))
    found = pairs_in(text, known)
    assert found == {ref: known[ref] for ref in found}
    shown = {ref for ref in known if ref.startswith(("S-", "F-", "P-")) or re.match(r"A(11|18)-([JFE]|M[12])", ref)}
    assert shown <= set(found), "a slide lacks a figure"


def test_the_longest_day_of_a_decision_stands_whole_on_its_slide(pack: Pack) -> None:
    dues = [format_day(date(2020, month, on)) for month in (9, 12) for on in (1, 30)]
    fates = tuple(replace(pack.fates[0], ref=f"D-{rank}", due=due) for rank, due in enumerate(dues, start=90))
    shown = list(slide_texts(replace(pack, fates=fates)))
    assert [due for due in dues if bare(due) not in shown] == []


@pytest.mark.parametrize("kind", ["pdf", "pptx"])
def test_what_is_asked_and_what_became_of_decisions_is_told_with_its_reference(
    pack: Pack, known: dict[str, str], kind: str
) -> None:
    text = paper_text(pack) if kind == "pdf" else " ".join(slide_texts(pack))
    decisions = {ref for ref in known if ref.startswith(("D-", "OJ-")) or ref.endswith("-D")}
    assert decisions
    for ref in decisions:
        assert re.search(rf"{ref}\b.{{0,240}}?{re.escape(known[ref])}", text), (kind, ref, known[ref])


@pytest.mark.parametrize("kind", WRITERS)
def test_made_again_a_file_is_the_same_byte_for_byte(pack: Pack, kind: str) -> None:
    stored = record_to_json(pack)
    assert WRITERS[kind](pack) == WRITERS[kind](record_from_json(Pack, stored))


def test_a_pack_comes_back_from_its_json_with_the_same_digest(pack: Pack) -> None:
    stored = record_to_json(pack)
    again = record_from_json(Pack, stored)
    assert again == pack
    assert json_digest(record_to_json(again)) == json_digest(stored)


@pytest.mark.parametrize("kind", WRITERS)
def test_what_is_invented_says_so(kind: str) -> None:
    data = {synthetic: WRITERS[kind](a_pack(synthetic=synthetic)) for synthetic in (True, False)}
    said = {synthetic: _all_text(kind, each) for synthetic, each in data.items()}
    assert "Données fictives" in said[True]
    assert "Données fictives" not in said[False]


def test_a_typed_formula_stays_a_text_in_the_workbook() -> None:
    typed = '=HYPERLINK("http://exemple.fr";"clic")'
    pack = a_pack(round=round_of(answer(1, weather_word=typed, progress=typed)))
    book = openpyxl.load_workbook(io.BytesIO(pack_xlsx.write(pack)))
    cells = [cell for line in book["Revue"].iter_rows() for cell in line if cell.value == typed]
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_signs_that_no_page_shows_do_not_stop_a_file() -> None:
    odd = "a\x07b\u202ec \ud7ff 漢字 \U0001f600 " + "x" * 400
    pack = a_pack(round=round_of(answer(18, weather_word=odd, progress=odd * 20, decision_asked=odd, person=odd)))
    assert all(write(pack) for write in WRITERS.values())


def test_an_action_whose_axis_is_not_known_is_still_in_the_review() -> None:
    pack = a_pack(round=round_of(answer(1), replace(answer(2), axis_code="9", short_title="Action perdue")))
    assert paper_text(pack).count("Action perdue") >= 2, "its line in the review and its own page"
    assert all(write(pack) for write in WRITERS.values())


def test_a_round_where_nobody_answered_gives_a_pack_that_says_so() -> None:
    silent = [replace(answer(number), state=AnswerState.AWAITED, weather=Weather.NONE) for number in (1, 18)]
    pack = a_pack(round=round_of(*silent), money=None, decisions=(), committee=a_committee(agenda=()))
    assert pack.sentence.startswith("0 actions sur 2 ont répondu.")
    assert "Aucun montant n’est suivi" in paper_text(pack)
    assert all(write(pack) for write in WRITERS.values())


def test_a_round_of_forty_actions_in_alert_keeps_every_slide_within_its_bounds() -> None:
    answers = [
        replace(answer(number, progress=LONG_TEXT * 4), milestones=a_round().answers[2].milestones)
        for number in range(1, 41)
    ]
    pack = a_pack(round=round_of(*answers))
    overflowing = []
    for index, slide in enumerate(Presentation(io.BytesIO(pack_pptx.write_pack_pptx(pack))).slides, start=1):
        for shape in slide.shapes:
            foot = shape.top + shape.height
            if shape.left < 0 or foot > 540 * 12700 or shape.left + shape.width > 960 * 12700:
                overflowing.append((index, shape.name))
            if shape.has_text_frame and _needed(shape) > shape.height / 12700 + 1:
                overflowing.append((index, shape.text_frame.text[:40]))
    assert overflowing == []
    assert len(pack.matters) == 40


def test_each_slide_has_one_title_that_a_screen_reader_finds(pack: Pack) -> None:
    slides = Presentation(io.BytesIO(pack_pptx.write_pack_pptx(pack))).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert all(titles)
    assert len(set(titles)) == len(titles)


def test_nothing_on_a_slide_is_too_small_for_the_back_of_the_room(pack: Pack) -> None:
    slides = Presentation(io.BytesIO(pack_pptx.write_pack_pptx(pack))).slides
    sizes = [int(found) for slide in slides for found in slide._element.xpath("//a:rPr/@sz")]
    assert min(sizes) >= 1200


def test_the_archive_of_the_slides_bears_no_hour(pack: Pack) -> None:
    with zipfile.ZipFile(io.BytesIO(pack_pptx.write_pack_pptx(pack))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@given(
    text=st.text(st.characters(codec="latin-1", exclude_categories=("Cc",)), max_size=400),
    width=st.floats(60, 900),
    height=st.floats(20, 300),
    size=st.floats(12, 30),
)
@settings(max_examples=share(60), deadline=None)
def test_a_fitted_text_stays_in_its_box(text: str, width: float, height: float, size: float) -> None:
    shown, small = fit_text(text, width, height, size)
    assert small <= size
    assert text_height(shown, width, small) <= height or wrapped_line_count(shown, width, small) == 1
    assert shown == text or shown.endswith("…")


def test_a_cut_text_ends_at_a_word() -> None:
    shown = truncate_to_box(LONG_TEXT, 200, 3 * 12 * LINE_HEIGHT + 1, 12)
    assert shown.endswith("…")
    assert LONG_TEXT.startswith(shown.rstrip("…"))


def _needed(shape: object) -> float:
    """Height of the text in points, from the sizes and widths stored in the file."""
    total = 0.0
    for paragraph in shape.text_frame.paragraphs:  # type: ignore[attr-defined]
        if paragraph.runs:
            size = max(run.font.size.pt for run in paragraph.runs)
            before = paragraph.space_before.pt if paragraph.space_before else 0
            total += text_height(paragraph.text, shape.width / 12700, size) + before  # type: ignore[attr-defined]
    return total


def _all_text(kind: str, data: bytes) -> str:
    if kind == "pdf":
        return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    if kind == "pptx":
        slides = Presentation(io.BytesIO(data)).slides
        return " ".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)
    book = openpyxl.load_workbook(io.BytesIO(data))
    return " ".join(str(cell.value) for sheet in book.worksheets for cell in sheet[1])


def test_the_pack_says_that_people_whom_axes_share_count_once_in_the_whole() -> None:
    added = some_added()
    axes = (PackAxis("1", "Axe 1", ""), PackAxis("2", "Axe 2", ""))
    assert "une seule fois" not in " ".join(pack_additionality(added, axes, as_of=date(2020, 12, 9)).notes)
    shared = replace(added, sums=replace(added.sums, has_shared_entries=True))
    assert "une seule fois" in " ".join(pack_additionality(shared, axes, as_of=date(2020, 12, 9)).notes)
