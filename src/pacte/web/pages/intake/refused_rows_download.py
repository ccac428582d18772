"""The refused rows of a file, as their sender wrote them, with the reason of each: to mend and to drop again."""

from __future__ import annotations

from django.http import HttpResponse

from pacte.exchange.documents.rejected_rows_file import MEDIA_TYPES, write_rejected_rows
from pacte.intake.queries import refused_rows
from pacte.intake.records import FileState
from pacte.intake.services import preview_file
from pacte.kernel.clock import today
from pacte.kernel.defects import Defect
from pacte.kernel.errors import NotFound
from pacte.kernel.returned_rows import MARK_HEADING, REASON_HEADING
from pacte.web.downloads import file_response
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.intake.kind_pages import ReceivedFilePage


@ReceivedFilePage.view(decorators=(heavy_view,))
def refused_rows_download(page: ReceivedFilePage, extension: str) -> HttpResponse:
    """Of a file that waits, those that its preview refuses; of a written one, those in quarantine."""
    if extension not in MEDIA_TYPES:
        raise NotFound
    if not page.kind.may_correct(page.actor, page.file_context.sender):
        page.refuse_other_readers()
    headings, rows = _waiting_rows(page) if page.file.state == FileState.RECEIVED else _quarantined_rows(page)
    content = write_rejected_rows(headings, rows, extension=extension, synthetic=page.is_synthetic)
    return file_response(content, MEDIA_TYPES[extension], f"lignes-refusees_{today():%Y-%m-%d}.{extension}")


def _waiting_rows(page: ReceivedFilePage) -> tuple[list[str], list[tuple[str, ...]]]:
    preview = preview_file(actor=page.actor, file=page.file, synthetic=page.is_synthetic)
    if preview is None:
        raise NotFound
    rows = [(*row.cells, " ".join(str(each) for each in row.defects)) for row in preview.refused]
    return [*preview.headings, REASON_HEADING], rows


def _quarantined_rows(page: ReceivedFilePage) -> tuple[list[str], list[tuple[str, ...]]]:
    waiting = refused_rows(actor=page.actor, file=page.file)
    rows = [
        (*row.cells, " ".join(str(Defect.from_plain(each)) for each in row.defects), str(row.pk)) for row in waiting
    ]
    return [*page.file.headings, REASON_HEADING, MARK_HEADING], rows
