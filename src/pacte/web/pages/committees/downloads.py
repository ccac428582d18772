"""Files of committees: the pack in three formats, the statement, the register. They come from frozen data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from pacte.exchange.documents.pack_statement import MEDIA_TYPE, write_decision_register
from pacte.exchange.pack_files import (
    CONTENT_TYPES,
    EXTENSIONS,
    STATEMENT_EXTENSIONS,
    pack_file_name,
    statement_file_name,
    write_pack,
    write_statement,
)
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.steering.queries.committees import frozen_pack, issued_statement
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.committees.decision_filters import filter_decisions
from pacte.web.pages.committees.page_context import (
    committee_url,
    is_demo_instance,
    plan_with_readable_committees,
    readable_committee,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.steering.records.meetings import CommitteeSummary

_PACK_LABELS = {"pdf": "Dossier (.pdf)", "pptx": "Diapositives (.pptx)", "xlsx": "Classeur (.xlsx)"}
_STATEMENT_LABELS = {"pdf": "Relevé (.pdf)", "xlsx": "Relevé (.xlsx)"}


@require_login
@require_safe
@heavy_view
def pack_file(request: HttpRequest, code: str, number: int, extension: str) -> HttpResponse:
    """The frozen pack. Raises ``NotFound`` while there is none, and for an unknown format."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    pack = frozen_pack(actor=actor, committee=readable_committee(actor, code, number))
    if pack is None or extension not in EXTENSIONS:
        raise NotFound
    return _file_response(write_pack(pack, extension), CONTENT_TYPES[extension], pack_file_name(pack, extension))


@require_login
@require_safe
@heavy_view
def statement_file(request: HttpRequest, code: str, number: int, extension: str) -> HttpResponse:
    """The issued statement. Raises ``NotFound`` while it is not issued, and for an unknown format."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    statement = issued_statement(actor=actor, committee=readable_committee(actor, code, number))
    if statement is None or extension not in STATEMENT_EXTENSIONS:
        raise NotFound
    return _file_response(
        write_statement(statement, extension), CONTENT_TYPES[extension], statement_file_name(statement, extension)
    )


@require_login
@require_safe
@heavy_view
def register_file(request: HttpRequest, code: str) -> HttpResponse:
    """The decisions shown on the page, with the same filters."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = plan_with_readable_committees(actor, code)
    on = today()
    data = write_decision_register(
        plan.title, filter_decisions(actor, plan, request.GET, on).matching, on=on, synthetic=is_demo_instance()
    )
    return _file_response(data, MEDIA_TYPE, f"{plan.code}_decisions_{on:%Y-%m-%d}.xlsx")


def pack_download_links(line: CommitteeSummary, code: str) -> list[dict[str, str]]:
    if not line.has_pack:
        return []
    return [{"label": _PACK_LABELS[each], "url": committee_url("pack_file", line, code, each)} for each in EXTENSIONS]


def statement_download_links(line: CommitteeSummary, code: str) -> list[dict[str, str]]:
    if not line.statement_number:
        return []
    return [
        {"label": _STATEMENT_LABELS[each], "url": committee_url("statement_file", line, code, each)}
        for each in STATEMENT_EXTENSIONS
    ]


def _file_response(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
