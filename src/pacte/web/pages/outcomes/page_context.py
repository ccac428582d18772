"""Shared parts of the outcome pages: scope, downloads, breadcrumb, suppressed counts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch, reverse

from pacte.accounts.queries import host_organisation
from pacte.exchange.documents.money_files import MoneyExport, write_money_csv, write_money_xlsx
from pacte.kernel.action_codes import ActionCode, is_action_code, normalise_action_code
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_number, format_percent
from pacte.kernel.user_input import parse_whole_number
from pacte.offer.records import Triplet

NAV = "funnel"
SUPPRESSED_LABEL = "masqué"
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def request_actor(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def outcomes_region_id(actor: Actor) -> int:
    """Id of the Region whose counts the actor reads, this installation’s first. Raises ``NotFound`` without one."""
    own = host_organisation()
    if own is not None and own.pk in actor.host_ids:
        return own.pk
    if not actor.host_ids:
        raise NotFound
    return min(actor.host_ids)


def outcomes_page_context(label: str = "") -> dict[str, Any]:
    """Menu and breadcrumb; the first page is « Où se perdent les places ? »."""
    if not label:
        return {"nav": NAV, "trail": [{"label": "Parcours"}]}
    return {"nav": NAV, "trail": [{"label": "Parcours", "url": reverse("funnel:places")}, {"label": label}]}


def int_param(request: HttpRequest, name: str) -> int | None:
    """Integer parameter of the URL; None when it is missing or invalid."""
    return parse_whole_number(request.GET.get(name, ""))


def action_code_param(request: HttpRequest) -> ActionCode | None:
    """Action code parameter of the URL; None when it is missing or invalid."""
    code = normalise_action_code(request.GET.get("action", ""))
    return code if is_action_code(code) else None


def outcome_count_cell(value: int | None) -> Any:
    """Table cell: a number that stays a number when copied, or the label of a suppressed count."""
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


def session_page_url(triplet: Triplet) -> str:
    """Empty when a number cannot be part of a URL."""
    try:
        return reverse("supply:session", args=[triplet.training, triplet.training_action, triplet.session])
    except NoReverseMatch:
        return ""


def download_links(name: str, query: str) -> list[dict[str, str]]:
    querystring = f"?{query}" if query else ""
    return [
        {"label": f"Télécharger (.{each})", "url": reverse(name, args=[each]) + querystring} for each in MEDIA_TYPES
    ]


def table_file_response(
    *,
    extension: str,
    name: str,
    title: str,
    sheet: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[Any]],
    totals: Sequence[Any] = (),
    notes: Sequence[str] = (),
) -> HttpResponse:
    """Returns the table as a file.

    Raises ``NotFound`` for an unknown format.
    """
    if extension not in MEDIA_TYPES:
        raise NotFound
    on: date = today()
    file = MoneyExport(
        title=title,
        headings=tuple(headings),
        rows=tuple(tuple(row) for row in rows),
        totals=tuple(totals),
        as_of=on,
        notes=tuple(notes),
        synthetic=settings.INSTANCE.name == "demo",
        sheet=sheet,
    )
    data = write_money_xlsx(file) if extension == "xlsx" else write_money_csv(file)
    response = HttpResponse(data, content_type=MEDIA_TYPES[extension])
    response["Content-Disposition"] = f'attachment; filename="{name}_{on:%Y-%m-%d}.{extension}"'
    return response
