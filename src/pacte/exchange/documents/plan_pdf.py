"""The plan on paper: tagged PDF (PDF/UA-1), in French, of the whole plan or of one action.

Texts reach the template as JSON, never as markup. The font comes from a package, the date from the caller: the same
plan gives the same bytes on every machine.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

import typst

from pacte.exchange.documents.pdf_action import Said
from pacte.exchange.documents.pdf_plan import one_action, whole_plan
from pacte.kernel.errors import Unseen
from pacte.plan.records import PlanContent

MEDIA_TYPE = "application/pdf"
_TEMPLATES = Path(__file__).parent / "templates"
_STANDARD: Literal["ua-1"] = "ua-1"


def write_plan(content: PlanContent, *, as_of: date, version_label: str, synthetic: bool = False) -> bytes:
    """The whole plan: money by axis, actions and their schedule, then each axis and each action on its sheet."""
    said = whole_plan(content, as_of=as_of, version_label=version_label, synthetic=synthetic)
    return _compiled("plan.typ", said, as_of)


def write_action(
    content: PlanContent, number: int, *, as_of: date, version_label: str, synthetic: bool = False
) -> bytes:
    """The sheet of one action. Raises ``Unseen`` when the plan has no such number."""
    if not content.rows_of(number):
        raise Unseen
    said = one_action(content, number, as_of=as_of, version_label=version_label, synthetic=synthetic)
    return _compiled("action.typ", said, as_of)


def _compiled(template: str, said: Said, as_of: date) -> bytes:
    """The PDF. A sign that no font of ours has cannot stand in PDF/UA: the page then shows a box, and stays tagged."""
    try:
        return _run(template, said, as_of, _STANDARD)
    except typst.TypstError:
        return _run(template, said, as_of, None)


def _run(template: str, said: Said, as_of: date, standard: Literal["ua-1"] | None) -> bytes:
    made = typst.compile(
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(said, ensure_ascii=False)},
        pdf_standards=standard,
        timestamp=datetime.combine(as_of, time(), tzinfo=UTC),
    )
    return bytes(made)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    folder = str(files("fontpkg_inter") / "files")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
