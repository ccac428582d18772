"""Download of the rejected rows of a checked file, with the reason for each."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse

from pacte.exchange.documents.rejected_rows_file import MEDIA_TYPES, write_rejected_rows
from pacte.exchange.orientation.rejected_rows import collect_rejected_rows
from pacte.kernel.clock import today

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.interop.services.act_files import FileRowIssue


def rejected_rows_response(stream: IO[bytes], lines: Iterable[FileRowIssue], extension: str) -> HttpResponse:
    """Response with the file. Raises ``UnreadableFile``."""
    rejected_rows = collect_rejected_rows(stream, lines=lines)
    synthetic = settings.INSTANCE.name == "demo"
    content = write_rejected_rows(rejected_rows.headings, rejected_rows.rows, extension=extension, synthetic=synthetic)
    name = f"lignes-de-cote_{today():%Y-%m-%d}.{extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=MEDIA_TYPES[extension], headers=headers)
