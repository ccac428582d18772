"""Files that a browser saves."""

from __future__ import annotations

from django.http import HttpResponse


def file_response(content: bytes | str, media_type: str, name: str) -> HttpResponse:
    """``content``, to be saved under ``name``, which is written by the program: ASCII without quotes."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=headers)
