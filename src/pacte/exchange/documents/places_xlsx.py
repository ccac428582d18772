"""Sessions of a provider as a workbook: the provider fills in its open places in the tinted columns and uploads it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pacte.exchange.documents.xlsx_worksheet import (
    DOUBT_FILL,
    HEAD_FILL,
    MEDIA_TYPE,
    WorksheetWriter,
    creation_time,
    new_workbook,
    page_footer,
)
from pacte.kernel.french import format_day

__all__ = ["HEADINGS", "INPUT_HEADINGS", "MEDIA_TYPE", "PlacesRow", "write"]


HEADINGS = (
    "Numéro de formation", "Numéro d’action", "Numéro de session", "Formation", "Début", "Fin", "Lieu", "État",
    "Places achetées", "Places tenues", "Places ouvertes", "Minimum pour ouvrir", "Motif si vous fermez",
)  # fmt: skip
INPUT_HEADINGS = ("Places ouvertes", "Minimum pour ouvrir", "Motif si vous fermez")
_WIDTHS = (16, 16, 16, 36, 18, 18, 20, 12, 10, 10, 10, 12, 36)


@dataclass(frozen=True, slots=True)
class PlacesRow:
    training: str
    training_action: str
    session: str
    title: str
    starts_on: date | None
    ends_on: date | None
    town: str
    state: str
    bought: int
    held_places: int
    opened: int | None
    minimum: int


def write(rows: Sequence[PlacesRow], *, provider: str, as_of: date, synthetic: bool = False) -> bytes:
    """The workbook. The same sessions on the same day give the same bytes."""
    stream = io.BytesIO()
    with new_workbook(stream, title="Mes places", created=creation_time(as_of)) as workbook:
        out = WorksheetWriter(workbook, "Places")
        head = out.cell_format(bold=True, bg_color=HEAD_FILL, border=1, valign="vcenter")
        input_head = out.cell_format(bold=True, bg_color=DOUBT_FILL, border=1, valign="vcenter")
        out.write_row(0, HEADINGS, [input_head if each in INPUT_HEADINGS else head for each in HEADINGS])
        text, tinted = out.cell_format(), out.cell_format(bg_color=DOUBT_FILL)
        for rank, row in enumerate(rows, start=1):
            values = (
                row.training,
                row.training_action,
                row.session,
                row.title,
                format_day(row.starts_on) if row.starts_on else "",
                format_day(row.ends_on) if row.ends_on else "",
                row.town,
                row.state,
                row.bought,
                row.held_places,
                row.opened,
                row.minimum or None,
                "",
            )
            out.write_row(rank, values, [tinted if heading in INPUT_HEADINGS else text for heading in HEADINGS])
        out.widths(float(width) for width in _WIDTHS)
        out.sheet.freeze_panes(1, 3)
        out.set_print(page_footer(synthetic, provider))
    return stream.getvalue()
