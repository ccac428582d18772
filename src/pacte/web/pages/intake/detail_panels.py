"""What the page of a file shows besides the columns, the defects and the changes, for the kinds that need more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pacte.intake.records import FileContext, Preview


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
