"""Base class of the pages of counts, and their downloads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse

from pacte.accounts.queries import actor_region_id
from pacte.exchange.documents.money_files import MoneyExport, write_money_csv, write_money_xlsx
from pacte.exchange.documents.xlsx_worksheet import Value
from pacte.kernel.clock import today
from pacte.kernel.errors import hide_unless
from pacte.web.downloads import file_response
from pacte.web.page import Crumb, Page

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class OutcomePage(Page):
    """A page of the counts of a Region: this installation’s, or the first one that the actor reads."""

    nav = "funnel"

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` without a Region."""
        self.region_id = actor_region_id(actor=self.actor)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Parcours", self.url("outcomes:places") if self.crumb else ""), *super().breadcrumb()]

    def download_links(self, name: str) -> list[dict[str, str]]:
        """The same rows as files, with the same filters."""
        query = self.request.GET.urlencode()
        return [
            {"label": f"Télécharger (.{each})", "url": self.url(name, each) + (f"?{query}" if query else "")}
            for each in MEDIA_TYPES
        ]


def table_file_response(
    extension: str,
    *,
    name: str,
    title: str,
    sheet: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    totals: Sequence[Value] = (),
    notes: Sequence[str] = (),
) -> HttpResponse:
    """Returns the table as a file. Raises ``NotFound`` for an unknown format."""
    hide_unless(extension in MEDIA_TYPES)
    file = MoneyExport(
        title=title,
        headings=tuple(headings),
        rows=tuple(tuple(row) for row in rows),
        totals=tuple(totals),
        as_of=today(),
        notes=tuple(notes),
        synthetic=settings.INSTANCE.name == "demo",
        sheet=sheet,
    )
    data = write_money_xlsx(file) if extension == "xlsx" else write_money_csv(file)
    return file_response(data, MEDIA_TYPES[extension], f"{name}_{today():%Y-%m-%d}.{extension}")
