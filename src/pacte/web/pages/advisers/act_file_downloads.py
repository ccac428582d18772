"""Files for the tool of a network: the changes to enter in it, and the rejected rows of a file that came from it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.http import HttpResponse

from pacte.exchange.documents import changes_file
from pacte.exchange.documents.rejected_rows_file import MEDIA_TYPES, write_rejected_rows
from pacte.exchange.orientation.rejected_rows import collect_rejected_rows
from pacte.interop.queries.outbound_changes import outbound_changes
from pacte.kernel.clock import PARIS, now, today
from pacte.kernel.errors import ValidationError
from pacte.kernel.user_input import parse_iso_day
from pacte.web.pages.advisers.act_file_forms import TOOLS
from pacte.web.pages.advisers.adviser_pages import NetworkPage
from pacte.web.reauthentication import requires_reauthentication

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pacte.interop.services.act_files import FileRowIssue

_MAX_PERIOD = timedelta(days=366)


@NetworkPage.view(decorators=(requires_reauthentication,))
def changes_file_download(page: NetworkPage) -> HttpResponse:
    """« ?depuis=2021-01-04&outil=kairos&format=csv ». Default: the last week, for any tool, as a workbook."""
    query = page.request.GET
    since, tool = _since(query.get("depuis", "")), query.get("outil", "")
    rows = outbound_changes(
        actor=page.actor, host_id=page.region.pk, body_id=page.body.pk, source=tool if tool in TOOLS else "",
        since=datetime.combine(since, time(), tzinfo=PARIS), until=now(),
    )  # fmt: skip
    extension = "csv" if query.get("format") == "csv" else "xlsx"
    write = changes_file.write_changes_csv if extension == "csv" else changes_file.write_changes_xlsx
    data = write(rows, since=since, as_of=today(), synthetic=settings.INSTANCE.name == "demo")
    name = f"changements_{since:%Y-%m-%d}_{today():%Y-%m-%d}.{extension}"
    return _attachment(data, changes_file.MEDIA_TYPES[extension], name)


def _since(text: str) -> date:
    """Default: a week ago. Raises ``ValidationError`` for anything but a day of the past year."""
    try:
        since = parse_iso_day(text) if text else today() - timedelta(days=7)
    except ValueError:
        since = None
    if since is None or not today() - _MAX_PERIOD <= since <= today():
        raise ValidationError(
            "since", f"« {text[:40]} » n’est pas un jour des douze derniers mois.", hint="Choisissez-en un autre."
        )
    return since


def rejected_rows_response(stream: IO[bytes], lines: Iterable[FileRowIssue], extension: str) -> HttpResponse:
    """The rejected rows of a checked file, with the reason for each. Raises ``UnreadableFile``."""
    rejected_rows = collect_rejected_rows(stream, lines=lines)
    synthetic = settings.INSTANCE.name == "demo"
    content = write_rejected_rows(rejected_rows.headings, rejected_rows.rows, extension=extension, synthetic=synthetic)
    return _attachment(content, MEDIA_TYPES[extension], f"lignes-de-cote_{today():%Y-%m-%d}.{extension}")


def _attachment(content: bytes, media_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
