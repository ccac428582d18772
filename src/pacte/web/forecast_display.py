"""How pages show the entries expected in a session: the number, its interval, and what it was made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.records.forecasts import FORECAST_BASIS_LABELS, ForecastBasis
from pacte.kernel.french import format_day, format_number
from pacte.web.tables import Cell, cell

if TYPE_CHECKING:
    from pacte.indicators.models import EntryForecast

FORECAST_NOTE = (
    "Entrées attendues : les personnes admises et celles qui attendent une réponse, chacune comptée pour la part qui "
    "entre d’habitude, dans les sessions passées du même objectif et du même département quand il y en a dix. "
    "L’intervalle tient huit fois sur dix si le passé se répète ; qui n’est pas encore orienté n’est pas prévu."
)


def forecast_interval(forecast: EntryForecast) -> str:
    """« de 6 à 11 »."""
    return f"de {format_number(forecast.low)} à {format_number(forecast.high)}"


def forecast_cell(forecast: EntryForecast | None) -> Cell:
    """Empty when there are not enough past sessions."""
    if forecast is None:
        return ""
    return cell(format_number(forecast.announced), note=forecast_interval(forecast), value=str(forecast.announced))


def forecast_row(forecast: EntryForecast | None) -> tuple[str, str, str]:
    """Label, value, note; left out of a list of facts without a forecast."""
    if forecast is None:
        return ("entrées attendues", "", "")
    basis = FORECAST_BASIS_LABELS[ForecastBasis(forecast.basis)]
    note = (
        f"{forecast_interval(forecast)}, huit fois sur dix, au {format_day(forecast.made_on)} ; d’après "
        f"{format_number(forecast.past_sessions)} sessions passées ({basis})"
    )
    return ("entrées attendues", format_number(forecast.announced), note)
