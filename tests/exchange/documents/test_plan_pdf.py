"""The PDF of a plan: tagged, in French, complete, and the same bytes twice."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from pypdf import PdfReader

from pacte.exchange.documents import plan_pdf
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound
from pacte.plan.records import PlanContent
from tests.effort import few
from tests.exchange.documents.plans import official_plan, shipped_plan, small_plan
from tests.plan_strategies import plan_contents

ON = date(2024, 3, 1)
LABEL = "Version 2, votée"


@cache
def shipped_pdf() -> PdfReader:
    return reader(plan_pdf.write_plan_pdf(shipped_plan(), as_of=ON, version_label=LABEL))


def reader(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def text_of(pdf: PdfReader) -> str:
    """Text of all the pages, without the spaces that line breaks and justification move."""
    return bare(" ".join(page.extract_text() for page in pdf.pages))


def bare(text: str) -> str:
    return re.sub(r"[\s\u200b\u00ad-]+", "", text)


def test_the_same_plan_gives_the_same_bytes() -> None:
    first = plan_pdf.write_plan_pdf(shipped_plan(), as_of=ON, version_label=LABEL)
    assert first == plan_pdf.write_plan_pdf(shipped_plan(), as_of=ON, version_label=LABEL)


def test_it_is_tagged_and_declares_itself_accessible() -> None:
    root = shipped_pdf().trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or str(root["/MarkInfo"]["/Marked"]) == "True"
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_data().decode()
    assert "pdfuaid" in metadata


def test_it_carries_its_title_and_its_day() -> None:
    info = shipped_pdf().metadata
    assert info is not None
    assert info.title == "PACTE Centre-Val de Loire 2019-2022"
    assert info.creation_date is not None
    assert info.creation_date.date() == ON


def test_its_bookmarks_go_from_axis_to_action() -> None:
    titles = [bare(str(item.title)) for item in _flat(shipped_pdf().outline)]
    assert any(title.startswith("Axe1") for title in titles)
    assert bare("18 Appétence et persévérance en formation") in titles


def _flat(items: list[object]) -> list[object]:
    return [each for item in items for each in (_flat(item) if isinstance(item, list) else [item])]


def test_every_action_has_its_sheet_and_every_text_of_the_plan_is_on_paper() -> None:
    said = text_of(shipped_pdf())
    assert shipped_plan().rows
    assert shipped_plan().objectives
    for row in shipped_plan().rows:
        for text in (row.description, row.expected_result, row.comment, *(doubt.reason for doubt in row.doubts)):
            for part in text.split("\n"):
                assert bare(part).lstrip("-–>•") in said, (row.key, part)
        for figure in row.figures:
            assert bare(figure.what) in said
    for axis in shipped_plan().axes:
        assert bare(axis.title) in said
    for objective in shipped_plan().objectives:
        assert bare(objective.label) in said


def test_a_page_that_goes_on_with_a_sheet_says_which_one() -> None:
    heads = [page.extract_text().split("\n")[0] for page in shipped_pdf().pages]
    going_on = [head for head in heads if "(suite)" in head]
    assert going_on
    assert all(re.match(r"\d+ ", head) for head in going_on)
    assert sum(head.startswith("PACTE Centre-Val de Loire") for head in heads) >= len(shipped_plan().numbers)


def test_doubts_of_the_schedule_are_words_not_only_drawings() -> None:
    said = text_of(shipped_pdf())
    assert "Xsupposée" in said
    assert "X:périodeinconnue" in said
    assert "aucunepériodeimprimée" in said


def test_money_adds_up_to_the_printed_total() -> None:
    first = bare(shipped_pdf().pages[0].extract_text())
    for amount in ("125,49M€", "107,92M€", "17,57M€", "250,98M€"):
        assert amount in first


def test_every_page_of_invented_data_says_so() -> None:
    pdf = reader(plan_pdf.write_plan_pdf(small_plan(), as_of=ON, version_label=LABEL, synthetic=True))
    assert all("Donnéesfictives" in bare(page.extract_text()) for page in pdf.pages)
    honest = reader(plan_pdf.write_plan_pdf(small_plan(), as_of=ON, version_label=LABEL))
    assert not any("fictives" in page.extract_text() for page in honest.pages)


def test_one_action_stands_alone_with_its_version_and_its_day() -> None:
    pdf = reader(plan_pdf.write_action_pdf(small_plan(), ActionCode(7), as_of=ON, version_label=LABEL))
    said = text_of(pdf)
    assert pdf.metadata is not None
    assert pdf.metadata.title == "Action 7 : Aider"
    for wanted in (
        "Version2,votée·vuau1ᵉʳmars2024",
        "3000aides/an",
        "2à4,5chantiers",
        "àfixer,enpersonnes",
        "incertain",
        "2025",
        "123456€",
        "Région(DFE)",
        "Carif:unposte(0,5ETP)",
        "2024:Études",
    ):
        assert wanted in said, wanted
    assert "Suivrelesachats" not in said


def test_rows_of_one_action_say_once_what_they_share() -> None:
    said = text_of(reader(plan_pdf.write_action_pdf(small_plan(), ActionCode(1), as_of=ON, version_label=LABEL)))
    assert said.count("Unrésultat") == 1
    assert "Acheter" in said
    assert "Suivrelesachats" in said


def test_an_unknown_number_is_unseen() -> None:
    with pytest.raises(NotFound):
        plan_pdf.write_action_pdf(small_plan(), ActionCode(99), as_of=ON, version_label=LABEL)


@pytest.mark.parametrize("periods", [0, 7])
def test_a_plan_of_no_period_or_of_many_is_printed(periods: int) -> None:
    years = tuple(replace(small_plan().periods[0], first_year=2020 + n, last_year=2020 + n) for n in range(periods))
    data = plan_pdf.write_plan_pdf(replace(small_plan(), periods=years), as_of=ON, version_label=LABEL)
    assert len(reader(data).pages) >= 4


def test_an_empty_plan_is_printed_all_the_same() -> None:
    empty = PlanContent(code="vide", title="Plan vide", region="", first_year=2024, last_year=2024)
    assert "Planvide" in text_of(reader(plan_pdf.write_plan_pdf(empty, as_of=ON, version_label="")))


def test_a_sign_that_no_font_has_does_not_stop_the_press() -> None:
    plan = replace(small_plan(), title="Plan 日本 😀")
    data = plan_pdf.write_plan_pdf(plan, as_of=ON, version_label=LABEL)
    assert "/StructTreeRoot" in reader(data).trailer["/Root"]


def test_the_words_of_the_official_table_are_on_paper() -> None:
    said = text_of(reader(plan_pdf.write_plan_pdf(official_plan(), as_of=ON, version_label=LABEL)))
    assert bare("Mettre à disposition une salle de formation sur l’ensemble des bassins de vie de la région.") in said
    assert said.count("supposée") >= 18


@settings(max_examples=few(15), deadline=None, suppress_health_check=list(HealthCheck))
@given(plan_contents())
def test_any_plan_can_be_printed(content: PlanContent) -> None:
    pdf = reader(plan_pdf.write_plan_pdf(content, as_of=ON, version_label=LABEL))
    assert len(pdf.pages) > len(content.numbers)
    assert "/StructTreeRoot" in pdf.trailer["/Root"]
