"""The panels of the kinds that need one, found by walking ``details/``: no list names them."""

from __future__ import annotations

from functools import cache
from typing import Any

from pacte.intake.file_kind import FileKind
from pacte.intake.records import FileContext, Preview
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.web.pages.intake import details
from pacte.web.pages.intake.detail_panels import DetailPanel


def detail_values(kind: FileKind, preview: Preview, context: FileContext) -> dict[str, Any]:
    """Values of the panel of that kind, with its template; none for most kinds."""
    panel = _panels().get(kind.code)
    if panel is None or preview.detail is None:
        return {}
    return {
        "detail_template": panel.template_name,
        "replaces_sections": panel.replaces_sections,
        **panel.values(preview, context),
    }


@cache
def _panels() -> dict[str, DetailPanel]:
    return load_catalog_entries(details, "DETAIL")
