"""Base class of the pages of counts, their downloads, their cells: a suppressed count is marked as such."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import NoReverseMatch

from pacte.accounts.queries import host_organisation
from pacte.exchange.documents.money_files import MoneyExport, write_money_csv, write_money_xlsx
from pacte.exchange.documents.xlsx_worksheet import Value
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_number, format_percent
from pacte.offer.records import Triplet
from pacte.web.page import Crumb, Page
from pacte.web.tables import Cell

SUPPRESSED_LABEL = "masqué"
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


class OutcomePage(Page):
    """A page of the counts of a Region: this installation’s, or the first one that the actor reads."""

    nav = "funnel"

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` without a Region."""
        own, host_ids = host_organisation(), self.actor.host_ids
        if not host_ids:
            raise NotFound
        self.region_id = own.pk if own is not None and own.pk in host_ids else min(host_ids)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Parcours", self.url("outcomes:places") if self.crumb else ""), *super().breadcrumb()]

    def session_url(self, triplet: Triplet) -> str:
        """Empty when a number cannot be part of a URL."""
        try:
            return self.url("sessions:session", triplet.training, triplet.training_action, triplet.session)
        except NoReverseMatch:
            return ""

    def download_links(self, name: str) -> list[dict[str, str]]:
        """The same rows as files, with the same filters."""
        query = self.request.GET.urlencode()
        return [
            {"label": f"Télécharger (.{each})", "url": self.url(name, each) + (f"?{query}" if query else "")}
            for each in MEDIA_TYPES
        ]


def outcome_count_cell(value: int | None) -> Cell:
    """A number that stays a number when copied, or the label of a suppressed count."""
    return SUPPRESSED_LABEL if value is None else {"text": format_number(value), "value": str(value)}


def count_share_text(count: int | None, of: int | None) -> str:
    """« 15 508 / 17 612 = 88,1 % »; the count alone when there is no denominator."""
    if count is None:
        return SUPPRESSED_LABEL
    if not of:
        return format_number(count)
    return f"{format_number(count)} / {format_number(of)} = {format_percent(count / of)}"


def outcome_select_field(name: str, label: str, choices: Sequence[tuple[str, str]], chosen: str) -> dict[str, Any]:
    """Select field of the filter bar. ``choices`` are (value, label) in order."""
    return {
        "name": name,
        "label": label,
        "choices": [{"value": value, "label": words, "chosen": value == chosen} for value, words in choices],
    }


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
    if extension not in MEDIA_TYPES:
        raise NotFound
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
    headers = {"Content-Disposition": f'attachment; filename="{name}_{today():%Y-%m-%d}.{extension}"'}
    return HttpResponse(data, content_type=MEDIA_TYPES[extension], headers=headers)
