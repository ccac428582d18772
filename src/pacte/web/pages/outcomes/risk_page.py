"""« Quelles sessions risquent de partir à moitié vides ? »: the list, its filters in the URL, and a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse

from pacte.indicators.queries.entry_forecasts import entry_forecasts
from pacte.journeys.queries.risk import SessionAtRisk, can_see_all_sessions, sessions_at_risk
from pacte.journeys.rules.risk import FillingRisk
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.reference.queries import places_of_kind, territory_editions
from pacte.reference.records import ZoneKind
from pacte.web.end_tables import SUPPRESSED_LABEL, count_cell
from pacte.web.filter_form import FilterForm, select_field
from pacte.web.forecast_display import FORECAST_NOTE, forecast_cell
from pacte.web.heavy_views import heavy_view
from pacte.web.pages.outcomes.outcome_pages import OutcomePage, table_file_response
from pacte.web.session_display import session_url
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.indicators.models import EntryForecast

WEEKS = (2, 4, 6, 8, 12, 26)
_DEFAULT_WEEKS = 6
RISK_LABELS = {FillingRisk.UNDER_MINIMUM: "sous le minimum", FillingRisk.HALF_EMPTY: "à moitié vide"}
_RISK_NOTES = {
    FillingRisk.UNDER_MINIMUM: "ne peut pas ouvrir ainsi",
    FillingRisk.HALF_EMPTY: "peut ouvrir, à moitié vide",
}
_HEADINGS = ("Achetées", "Ouvertes", "Admises", "Minimum", "Manquent")
_WAITING = "Attendent une réponse"
_FORECAST_HEADINGS = ("Entrées attendues", "Attendues au moins", "Attendues au plus")
_MAX_ROWS = 200


class RiskFilterForm(FilterForm):
    semaines = forms.TypedChoiceField(choices=[(each, each) for each in WEEKS], coerce=int, initial=_DEFAULT_WEEKS)
    departement = forms.CharField(initial="")
    risque = forms.TypedChoiceField(choices=[(risk, risk) for risk in FillingRisk], coerce=FillingRisk)


class RiskPage(OutcomePage):
    """Sessions at risk for the filters of the URL. Raises ``NotFound`` for users who follow no session."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.filters = RiskFilterForm(self.request.GET).values
        self.sessions = sessions_at_risk(
            actor=self.actor, host_id=self.region_id, weeks=self.filters["semaines"], on=today(),
            department=self.filters["departement"], only=self.filters["risque"],
        )  # fmt: skip
        self.forecasts = entry_forecasts(
            actor=self.actor, host_id=self.region_id, session_ids=[each.session_id for each in self.sessions]
        )

    def fields(self) -> list[dict[str, Any]]:
        """Select fields of the filters; only those who see all sessions choose a department."""
        weeks, departments = [(str(each), f"{each} semaines") for each in WEEKS], []
        risks = [("", "les deux"), *((each, RISK_LABELS[each]) for each in FillingRisk)]
        if can_see_all_sessions(actor=self.actor, host_id=self.region_id) and territory_editions():
            places = places_of_kind(ZoneKind.DEPARTMENT)
            departments = [("", "tous"), *((each.code, f"{each.code} {each.name}") for each in places)]
        fields = [
            ("semaines", "Commencent sous", weeks),
            ("departement", "Département", departments),
            ("risque", "Risque", risks),
        ]
        return [
            select_field(name, label, choices, str(self.filters[name] or ""))
            for name, label, choices in fields
            if choices
        ]


@RiskPage.view(template_name="outcomes/risk.html", crumb="Sessions à risque")
def risk(page: RiskPage) -> dict[str, Any]:
    sessions = page.sessions
    return {
        "title": "Quelles sessions risquent de partir à moitié vides ?",
        "answer": _summary_sentence(sessions, page.filters["semaines"]),
        "fields": page.fields(),
        "sessions": _session_table(page),
        "forecast_note": FORECAST_NOTE if page.forecasts else "",
        "more": max(0, len(sessions) - _MAX_ROWS),
        "downloads": page.download_links("outcomes:risk_file"),
    }


def _session_table(page: RiskPage) -> Table[SessionAtRisk]:
    def count_column(rank: int) -> Column[SessionAtRisk]:
        return number_column(_HEADINGS[rank], lambda line: count_cell(_numbers(line)[rank]))

    shows_people = any(line.filling.likely is not None for line in page.sessions)
    return Table(
        page.sessions[:_MAX_ROWS],
        Column("Session", lambda line: cell(line.title, url=session_url(line.triplet), note=_session_note(line))),
        Column(
            "Début",
            lambda line: cell(format_day(line.starts_on), note=f"dans {pluralise(line.days_left, 'jour')}"),
        ),
        Column("Lieu", lambda line: line.town),
        *map(count_column, range(len(_HEADINGS))),
        number_column(_WAITING, lambda line: count_cell(line.filling.likely or 0)) if shows_people else None,
        number_column(_FORECAST_HEADINGS[0], lambda line: forecast_cell(page.forecasts.get(line.session_id)))
        if page.forecasts
        else None,
        Column("Risque", lambda line: cell(RISK_LABELS[line.risk], note=_RISK_NOTES[line.risk])),
        id="risques",
        caption="Sessions à risque",
        empty="Aucune session à risque pour ces choix.",
    )


def _session_note(line: SessionAtRisk) -> str:
    return f"{line.provider_name} · {line.triplet.session} · {'confirmée' if line.is_confirmed else 'non confirmée'}"


@RiskPage.view(decorators=(heavy_view,))
def risk_file(page: RiskPage, extension: str) -> HttpResponse:
    """Every row. The column of waiting people is empty for users who may not see it."""
    return table_file_response(
        extension,
        name="sessions_a_risque",
        title=f"Sessions qui commencent sous {page.filters['semaines']} semaines et risquent de partir à moitié vides",
        sheet="Sessions à risque",
        headings=(
            "Session", "Numéro", "Organisme", "Début", "Jours restants", "Lieu", *_HEADINGS, _WAITING,
            *_FORECAST_HEADINGS, "Risque",
        ),
        rows=[
            (
                line.title, line.triplet.session, line.provider_name, line.starts_on.isoformat(), line.days_left,
                line.town, *(SUPPRESSED_LABEL if count is None else count for count in _numbers(line)),
                line.filling.likely, *_forecast_values(page.forecasts.get(line.session_id)), RISK_LABELS[line.risk],
            )
            for line in page.sessions
        ],
        notes=(
            "Places au registre : une personne en attente n’est pas comptée comme admise.",
            *((FORECAST_NOTE,) if page.forecasts else ()),
        ),
    )  # fmt: skip


def _forecast_values(forecast: EntryForecast | None) -> tuple[int | None, ...]:
    return (forecast.announced, forecast.low, forecast.high) if forecast else (None, None, None)


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
