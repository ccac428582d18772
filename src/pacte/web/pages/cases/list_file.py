"""The list of cases as a file, with the filters of the page."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import TemporaryFile

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse

from pacte.accounts.row_context import acting_as
from pacte.exchange.documents.cases_file import CasesExport, cases_csv_chunks, write_cases_xlsx
from pacte.exchange.documents.csv_file import MEDIA_TYPE as CSV_TYPE
from pacte.exchange.documents.xlsx_worksheet import MEDIA_TYPE as XLSX_TYPE
from pacte.kernel.clock import today
from pacte.kernel.errors import hide_unless
from pacte.procedures.queries import CaseExportBatch, exported_cases
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.cases.list_page import CaseIndexPage


@CaseIndexPage.view(decorators=(heavy_view,))
def case_list_file(page: CaseIndexPage, extension: str) -> StreamingHttpResponse:
    """Every case of the list, whatever the page. Raises ``NotFound`` for another format."""
    hide_unless(extension in ("csv", "xlsx"))
    code = page.filters.criteria.procedure
    procedure = next((each.procedure for each in reversed(page.counts) if each.procedure.code == code), None)
    export = CasesExport(
        title=f"Dossiers : {procedure.title}" if procedure else "Dossiers",
        procedure=procedure,
        as_of=today(),
        synthetic=settings.INSTANCE.name == "demo",
    )
    name = f"dossiers_{today():%Y-%m-%d}.{extension}"
    if extension == "csv":
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingHttpResponse(cases_csv_chunks(export, _batches(page)), content_type=CSV_TYPE, headers=headers)
    stream = TemporaryFile()  # noqa: SIM115 — the answer closes it.
    write_cases_xlsx(stream, export, _batches(page))
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX_TYPE)


def _batches(page: CaseIndexPage) -> Iterator[CaseExportBatch]:
    """Each batch is read in its own transaction, and none stays open while the client waits."""
    last = 0
    while True:
        with acting_as(page.actor):
            batch = exported_cases(
                actor=page.actor, plan=page.plan, filters=page.filters.criteria, on=page.dated_plan.on, after=last
            )
        if not batch.cases:
            return
        yield batch
        last = batch.last
