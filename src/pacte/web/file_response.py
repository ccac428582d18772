"""A file to keep, as the response of a page."""

from __future__ import annotations

from django.http import HttpResponse


def file_response(data: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(data, content_type=media_type, headers={"Content-Disposition": disposition})
