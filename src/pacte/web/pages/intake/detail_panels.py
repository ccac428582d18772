"""What the page of a file shows besides the columns, the defects and the changes, for the kinds that need more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from pacte.intake.file_kind import FileKind
from pacte.intake.records import FileContext, Preview
from pacte.kernel.catalog_loader import load_catalog_entries
from pacte.web.pages.intake import details


@dataclass(frozen=True, slots=True)
class DetailPanel:
    """``code``: the kind. ``values``: what its template reads, from the preview and its ``detail``.

    A value named as one of the page's (``title``, ``answer``, ``steps``) replaces it. ``replaces_sections``: the panel
    shows all the defects and changes itself, and the page does not show them twice.
    """

    code: str
    template_name: str
    values: Callable[[Preview, FileContext], dict[str, Any]]
    replaces_sections: bool = False


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
