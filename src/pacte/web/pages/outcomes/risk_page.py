"""« Quelles sessions risquent de partir à moitié vides ? »: the list, its filters in the URL, and a file."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.journeys.queries.risk import SessionAtRisk, can_see_all_sessions, sessions_at_risk
from pacte.journeys.rules.risk import FillingRisk
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.reference.queries import places_of_kind, territory_editions
from pacte.reference.records import ZoneKind
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.outcomes.page_context import (
    SUPPRESSED_LABEL,
    download_links,
    int_param,
    outcome_count_cell,
    outcome_select_field,
    outcomes_page_context,
    outcomes_region_id,
    request_actor,
    session_page_url,
    table_file_response,
)
from pacte.web.require_login import require_login

WEEKS = (2, 4, 6, 8, 12, 26)
_DEFAULT_WEEKS = 6
RISK_LABELS = {FillingRisk.UNDER_MINIMUM: "sous le minimum", FillingRisk.HALF_EMPTY: "à moitié vide"}
_RISK_NOTES = {
    FillingRisk.UNDER_MINIMUM: "ne peut pas ouvrir ainsi",
    FillingRisk.HALF_EMPTY: "peut ouvrir, à moitié vide",
}
_HEADINGS = ("Achetées", "Ouvertes", "Admises", "Minimum", "Manquent")
_WAITING = "Attendent une réponse"
_MAX_ROWS = 200


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` for users who follow no session."""
    sessions, weeks = _load_sessions(request)
    shows_people = any(line.filling.likely is not None for line in sessions)
    numbers = (*_HEADINGS, *([_WAITING] if shows_people else []))
    context = outcomes_page_context("Sessions à risque") | {
        "title": "Quelles sessions risquent de partir à moitié vides ?",
        "answer": _summary_sentence(sessions, weeks),
        "fields": _fields(request, weeks),
        "columns": [
            {"label": "Session"}, {"label": "Début"}, {"label": "Lieu"},
            *({"label": each, "kind": "num"} for each in numbers), {"label": "Risque"},
        ],
        "rows": [_row(line, shows_people=shows_people) for line in sessions[:_MAX_ROWS]],
        "more": max(0, len(sessions) - _MAX_ROWS),
        "downloads": download_links("funnel:risk_file", request.GET.urlencode()),
    }  # fmt: skip
    return render(request, "funnel/risk.html", context)


@require_login
@require_safe
@heavy_view
def download(request: HttpRequest, extension: str) -> HttpResponse:
    """Every row. The column of waiting people is empty for users who may not see it."""
    sessions, weeks = _load_sessions(request)
    headings = ("Session", "Numéro", "Organisme", "Début", "Jours restants", "Lieu", *_HEADINGS, _WAITING, "Risque")
    return table_file_response(
        extension=extension,
        name="sessions_a_risque",
        title=f"Sessions qui commencent sous {weeks} semaines et risquent de partir à moitié vides",
        sheet="Sessions à risque",
        headings=headings,
        rows=[
            (
                line.title, line.triplet.session, line.provider_name, line.starts_on.isoformat(), line.days_left,
                line.town, *(SUPPRESSED_LABEL if count is None else count for count in _numbers(line)),
                line.filling.likely, RISK_LABELS[line.risk],
            )
            for line in sessions
        ],
        notes=("Places au registre ; aucune estimation : une personne en attente n’est pas comptée comme admise.",),
    )  # fmt: skip


def _load_sessions(request: HttpRequest) -> tuple[list[SessionAtRisk], int]:
    actor = request_actor(request)
    weeks_param = int_param(request, "semaines")
    weeks = weeks_param if weeks_param in WEEKS else _DEFAULT_WEEKS
    risk = request.GET.get("risque", "")
    sessions = sessions_at_risk(
        actor=actor,
        host_id=outcomes_region_id(actor),
        weeks=weeks,
        on=today(),
        department=request.GET.get("departement", ""),
        only=FillingRisk(risk) if risk in set(FillingRisk) else None,
    )
    return sessions, weeks


def _summary_sentence(sessions: list[SessionAtRisk], weeks: int) -> str:
    if not sessions:
        return f"Aucune session à dates fixes qui commence sous {weeks} semaines n’est à moitié vide."
    under = sum(line.risk is FillingRisk.UNDER_MINIMUM for line in sessions)
    sentence = (
        f"{pluralise(len(sessions), 'session commence', 'sessions commencent')} sous {weeks} semaines avec trop peu de "
        f"personnes admises, dont {format_number(under)} sous leur minimum"
    )
    if any(line.is_masked for line in sessions):
        return f"{sentence}."
    missing = sum(line.filling.missing for line in sessions)
    return f"{sentence} ; il manque {pluralise(missing, 'admission')} en tout."


def _numbers(line: SessionAtRisk) -> tuple[int | None, ...]:
    filling = line.filling
    if line.is_masked:
        return filling.bought, filling.opened, None, filling.minimum, None
    return filling.bought, filling.opened, filling.seats_held, filling.minimum, filling.missing


def _row(line: SessionAtRisk, *, shows_people: bool) -> list[Any]:
    state = "confirmée" if line.is_confirmed else "non confirmée"
    return [
        {
            "text": line.title,
            "url": session_page_url(line.triplet),
            "note": f"{line.provider_name} · {line.triplet.session} · {state}",
        },
        {"text": format_day(line.starts_on), "note": f"dans {pluralise(line.days_left, 'jour')}"},
        line.town,
        *(outcome_count_cell(count) for count in _numbers(line)),
        *([outcome_count_cell(line.filling.likely or 0)] if shows_people else []),
        {"text": RISK_LABELS[line.risk], "note": _RISK_NOTES[line.risk]},
    ]


def _fields(request: HttpRequest, weeks: int) -> list[dict[str, Any]]:
    actor = request_actor(request)
    department, risk = request.GET.get("departement", ""), request.GET.get("risque", "")
    fields = [
        outcome_select_field(
            "semaines", "Commencent sous", [(str(each), f"{each} semaines") for each in WEEKS], str(weeks)
        )
    ]
    if can_see_all_sessions(actor=actor, host_id=outcomes_region_id(actor)) and territory_editions():
        zones = [
            ("", "tous"),
            *((each.code, f"{each.code} {each.name}") for each in places_of_kind(ZoneKind.DEPARTMENT)),
        ]
        fields.append(outcome_select_field("departement", "Département", zones, department))
    risks = [("", "les deux"), *((each, RISK_LABELS[each]) for each in FillingRisk)]
    return [*fields, outcome_select_field("risque", "Risque", risks, risk)]
