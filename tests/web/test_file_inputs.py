"""Forms that take an .xlsx file take an .ods file too, and say so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import pacte.web

WEB = Path(pacte.web.__file__).parent
_ACCEPTED = re.compile(r'"?accept"?\s*[=:]\s*"([^"]*\.xlsx[^"]*)"')
FORMS = sorted(path for path in (*WEB.rglob("*.html"), *WEB.rglob("*.py")) if _ACCEPTED.search(path.read_text("utf-8")))


def test_some_forms_take_a_workbook() -> None:
    assert FORMS


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_that_takes_xlsx_takes_ods(path: Path) -> None:
    text = path.read_text("utf-8")
    assert all(".ods" in accepted.split(",") for accepted in _ACCEPTED.findall(text))
    for label in re.findall(r'(?:label="Déposez|missing="Choisissez)[^"]*', text):
        assert (".xlsx" in label) is (".ods" in label)
