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
from pacte.web.heavy import heavy
from pacte.web.pages.committees.filters import chosen
from pacte.web.pages.committees.frame import address, is_synthetic, one, readable_plan
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.steering.records.meetings import CommitteeSummary

_WORDS = {"pdf": "Dossier (.pdf)", "pptx": "Diapositives (.pptx)", "xlsx": "Classeur (.xlsx)"}
_STATEMENT_WORDS = {"pdf": "Relevé (.pdf)", "xlsx": "Relevé (.xlsx)"}


@signed_in
@require_safe
@heavy
def pack_file(request: HttpRequest, code: str, number: int, extension: str) -> HttpResponse:
    """The frozen pack. Raises ``NotFound`` while there is none, and for an unknown format."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    pack = frozen_pack(actor=actor, committee=one(actor, code, number))
    if pack is None or extension not in EXTENSIONS:
        raise NotFound
    return _file(write_pack(pack, extension), CONTENT_TYPES[extension], pack_file_name(pack, extension))


@signed_in
@require_safe
@heavy
def statement_file(request: HttpRequest, code: str, number: int, extension: str) -> HttpResponse:
    """The issued statement. Raises ``NotFound`` while it is not issued, and for an unknown format."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    statement = issued_statement(actor=actor, committee=one(actor, code, number))
    if statement is None or extension not in STATEMENT_EXTENSIONS:
        raise NotFound
    return _file(
        write_statement(statement, extension), CONTENT_TYPES[extension], statement_file_name(statement, extension)
    )


@signed_in
@require_safe
@heavy
def register_file(request: HttpRequest, code: str) -> HttpResponse:
    """The decisions shown on the page, with the same filters."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    plan = readable_plan(actor, code)
    on = today()
    data = write_decision_register(
        plan.title, chosen(actor, plan, request.GET, on).lines, on=on, synthetic=is_synthetic()
    )
    return _file(data, MEDIA_TYPE, f"{plan.code}_decisions_{on:%Y-%m-%d}.xlsx")


def pack_links(line: CommitteeSummary, code: str) -> list[dict[str, str]]:
    if not line.has_pack:
        return []
    return [{"label": _WORDS[each], "url": address("pack_file", line, code, each)} for each in EXTENSIONS]


def statement_links(line: CommitteeSummary, code: str) -> list[dict[str, str]]:
    if not line.statement_number:
        return []
    return [
        {"label": _STATEMENT_WORDS[each], "url": address("statement_file", line, code, each)}
        for each in STATEMENT_EXTENSIONS
    ]


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
