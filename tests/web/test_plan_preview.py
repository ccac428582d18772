"""The page of a plan file says of each workbook what it has always said: kept in ``plan_previews``, piece by piece.

The pieces were taken from the page that plans had alone, before files of every kind took one road.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl.worksheet.worksheet import Worksheet

from pacte.exchange.plan_files.writing import write_plan_file
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.plan.workbooks import cell_saying, tabled, typing, workbook
from tests.plans_at_hand import SHIPPED, shipped_plan
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
PREVIEWS = Path(__file__).parent / "plan_previews"
PIECES = {
    "title": r"<h1.*?</h1>",
    "answer": r'<p class="answer">.*?</p>',
    "steps": r'<ol class="stepper">.*?</ol>',
    "the file, cell by cell": r'<section[^>]*aria-labelledby="feuille".*?</section>',
    "columns": r'<table class="table stack columns-table".*?</table>',
    "defects": r'<section[^>]*aria-labelledby="trancher".*?</section>',
    "changes": r'<section[^>]*aria-labelledby="changements".*?</section>',
}


@pytest.fixture(autouse=True)
def _password_is_enough(settings: LazySettings) -> None:
    settings.TOTP_REQUIRED = False


kept_stage = kept_for_module(lambda: staged(tabled()))


def without_title_and_with_a_number_in_letters(sheet: Worksheet) -> None:
    sheet[cell_saying(sheet, "Titre de A01")] = None
    sheet[cell_saying(sheet, "1")] = "douze"


def with_doubtful_priorities(sheet: Worksheet) -> None:
    for line in sheet.iter_rows(min_row=4):
        for cell in line:
            if cell.value == 2019:
                cell.value = "?"


def with_a_doubt_of_its_own() -> bytes:
    doubted = small_plan(row("A01", 1, priority="?", figures=(target(),)), row("A02", 2))
    return workbook(tabled(doubted), typing("Titre de A02", "Autre titre"))


SMALL: dict[str, Callable[[], bytes]] = {
    "small.xlsx": lambda: workbook(tabled()),
    "small-car.xlsx": lambda: workbook(tabled(), typing("Camion", "Autocar")),
    "small-spoiled.xlsx": lambda: workbook(tabled(), without_title_and_with_a_number_in_letters),
    "small-heading.xlsx": lambda: workbook(tabled(), typing("Projets / actions", "Ce que nous ferons")),
    "small-doubts.xlsx": lambda: workbook(tabled(), with_doubtful_priorities),
    "small-doubted.xlsx": with_a_doubt_of_its_own,
    "notes.csv": lambda: b"bonjour;monde\n1;2\n",
}
SHIPPED_FILES: dict[str, Callable[[], bytes]] = {
    "export.xlsx": lambda: write_plan_file(
        shipped_plan(), extension="xlsx", as_of=date(2020, 1, 1), version_label="essai"
    ),
    "broken.yaml": lambda: (
        SHIPPED.read_bytes().replace(b"number: 3\n", b"number: douze\n").replace(b"number: 14\n", b"number: x-y z\n")
    ),
}


def pieces_of(page: str) -> str:
    """The pieces, a tag a line. Of each column, the chosen meaning only: the others are the same in every file."""
    main = page.partition("<main")[2].partition("</main>")[0]
    texts = []
    for name, pattern in PIECES.items():
        piece = re.search(pattern, main, re.DOTALL)
        bare = re.sub(r"<svg.*?</svg>", "", piece[0], flags=re.DOTALL) if piece else "none"
        flat = re.sub(r"\s*(<[^>]*>)\s*", r"\1", re.sub(r"\s+", " ", bare))
        flat = re.sub(
            r'<option value="[^"]*">[^<]*</option>', "", re.sub(r'(id|for)="column-\w+"', r'\1="column"', flat)
        )
        texts.append(f"# {name}\n" + re.sub(r"(?<=>)(?=<(tr|td|th|li|section|table|p)\b)", "\n", flat) + "\n")
    return "\n".join(texts)


def page_of(stage: Stage, name: str, data: bytes) -> str:
    client = stage.client("pilot")
    answer = client.post("/fichiers/plan/", {"act": "check", "file": SimpleUploadedFile(name, data), "target": ""})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    return client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("name", SMALL)
def test_the_page_of_a_plan_file_says_what_it_has_always_said(stage: Stage, name: str) -> None:
    assert pieces_of(page_of(stage, name, SMALL[name]())) == (PREVIEWS / f"{name}.txt").read_text(encoding="utf-8")


def test_so_does_that_of_the_whole_shipped_plan(stage: Stage) -> None:
    stage = staged(cast=stage.cast)
    for name, make in SHIPPED_FILES.items():
        expected = (PREVIEWS / f"{name}.txt").read_text(encoding="utf-8")
        assert pieces_of(page_of(stage, name, make())) == expected
