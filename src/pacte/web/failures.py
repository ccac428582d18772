"""Error pages for system failures (disk full, database down). They use neither the disk nor the database."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.template.loader import render_to_string

from pacte.infra.system_errors import is_database_unreachable, is_disk_full

_RETRY_SECONDS = 5


def failure_page(error: BaseException | None) -> HttpResponse | None:
    """Returns None for a bug of ours (a plain 500). Rendered without the request: its context reads the database."""
    if error is None:
        return None
    if is_disk_full(error):
        return HttpResponse(render_to_string("errors/507.html"), status=507, headers={"Cache-Control": "no-store"})
    if isinstance(error, (OperationalError, InterfaceError)) and is_database_unreachable(error):
        page = render_to_string("errors/database_away.html", {"seconds": _RETRY_SECONDS})
        headers = {"Cache-Control": "no-store", "Retry-After": str(_RETRY_SECONDS)}
        return HttpResponse(page, status=503, headers=headers)
    return None
