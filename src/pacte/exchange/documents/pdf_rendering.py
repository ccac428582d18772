"""Renders a typst template to a tagged PDF (PDF/UA-1), in French.

Texts are passed to the template as JSON, never as markup. The font comes from a package and the date from the caller:
the same data give the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import typst

TEMPLATES = Path(__file__).parent / "templates"
_STANDARD: Literal["ua-1"] = "ua-1"


def render_pdf(template: str, data: Mapping[str, Any], as_of: date) -> bytes:
    """The PDF. PDF/UA forbids characters missing from our fonts: such a PDF stays tagged and shows a box instead."""
    try:
        return _compile(template, data, as_of, _STANDARD)
    except typst.TypstError:
        return _compile(template, data, as_of, None)


def _compile(template: str, data: Mapping[str, Any], as_of: date, standard: Literal["ua-1"] | None) -> bytes:
    pdf = typst.compile(
        str(TEMPLATES / template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=standard,
        timestamp=datetime.combine(as_of, time(), tzinfo=UTC),
    )
    return bytes(pdf)


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    folder = str(files("fontpkg_inter") / "files")
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[folder])
