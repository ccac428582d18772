"""« Où en est le pacte ? » for nobody: money against time, then three figures, as published after the last quarter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from pacte.finance.records.public_totals import PublicMoney
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.records.plan_figures import PublicCount, PublicPlanFigures, PublicQuarter
from pacte.kernel.french import apply_french_spacing, format_day, format_number, format_percent
from pacte.kernel.money import format_millions
from pacte.plan.rules.schedule import elapsed_share
from pacte.web.charts.curve import Sparkline
from pacte.web.charts.money import MoneyBar, MoneyChart, MoneyChartStage, StageAmounts

_STAGES = (MoneyChartStage.ENVELOPE, MoneyChartStage.COMMITTED, MoneyChartStage.PAID)


@dataclass(frozen=True, slots=True)
class _FigureText:
    """``parts``: nouns of the numerator and of the denominator, for a share; ``anchor``: a part of identifiers."""

    label: str
    anchor: str
    parts: tuple[str, str] = ("", "")


_TEXTS = {
    "people_trained": _FigureText("Personnes entrées en formation", "personnes"),
    "fill_of_places_bought": _FigureText("Remplissage des places achetées", "places", ("prises", "achetées")),
    "in_job_6_months": _FigureText("En emploi six mois après", "emploi", ("en emploi", "personnes ont répondu")),
}


def public_pact(figures: PublicPlanFigures | None) -> dict[str, Any]:
    """Values of the section; without ``figures`` it says when the first ones are published."""
    if figures is None:
        return {"pact": None}
    elapsed = _elapsed(figures)
    return {
        "pact": {
            "pace": _pace(figures.money, elapsed),
            "money": _money_chart(figures.money, elapsed),
            "figures": list(_figures(figures)),
        },
        "pact_note": f"au {format_day(figures.closed_on)}, comme publié le {format_day(figures.known_on)}",
        "money_note": f"fonds du pacte, au {format_day(figures.closed_on)} ; chaque barre est l’enveloppe de son axe",
        "time_note": f"Temps passé : {format_percent(elapsed)} de la durée.",
    }


def public_money_sentence(figures: PublicPlanFigures | None) -> str:
    """« Au 30 septembre 2020, 62,10 M€ sont engagés (24,7 %), à 43,8 % de la durée. »; "" when nothing is known."""
    money = figures.money if figures else None
    if figures is None or money is None or money.committed is None:
        return ""
    share = f" ({format_percent(Decimal(money.committed) / money.envelope)})" if money.envelope else ""
    return apply_french_spacing(
        f"Au {format_day(figures.closed_on)}, {format_millions(money.committed)} sont engagés{share}, à "
        f"{format_percent(_elapsed(figures))} de la durée."
    )


def _elapsed(figures: PublicPlanFigures) -> Decimal:
    """At the end of the last day of the quarter."""
    return elapsed_share(figures.first_year, figures.last_year, figures.closed_on + timedelta(days=1))


def _pace(money: PublicMoney, elapsed: Decimal) -> str:
    """How far the committed money is from the time that has passed; "" when one is unknown."""
    if money.committed is None or not money.envelope:
        return ""
    gap = Decimal(money.committed) / money.envelope - elapsed
    points = format_number(abs(gap) * 100, 1)
    if points == "0,0":
        return "L’argent engagé va au pas du temps."
    word = "d’avance" if gap > 0 else "de retard"
    return apply_french_spacing(
        f"L’argent engagé a {points} points {word} sur le temps, soit "
        f"{format_millions(round(abs(gap) * money.envelope))}."
    )


def _money_chart(money: PublicMoney, elapsed: Decimal) -> MoneyChart | None:
    """By axis; the plan alone where an axis would give the amount of an action. None when nothing is known."""
    if money.committed is None and money.ordered is None:
        return None
    bars = tuple(
        MoneyBar(rank, axis.label, axis.title, StageAmounts(axis.envelope, None, axis.committed, axis.ordered))
        for rank, axis in enumerate(money.axes, start=1)
    )
    whole = MoneyBar(1, "Pacte", "", StageAmounts(money.envelope, None, money.committed, money.ordered))
    return MoneyChart(bars or (whole,), _STAGES, "Ensemble", elapsed)


def _figures(figures: PublicPlanFigures) -> Iterator[dict[str, Any]]:
    for code, text in _TEXTS.items():
        count = figures.count(code)
        if count and count.total:
            yield _figure(code, text, count, count.total)


def _figure(code: str, text: _FigureText, count: PublicCount, total: PublicQuarter) -> dict[str, Any]:
    """Parameters of the components ``figure`` and ``sparkline``."""
    definition = indicator(code)
    shown = [each for each in count.quarters if each.numerator is not None]
    unit = "%" if total.denominator is not None else ""
    words = f"de {_written(shown[0])} ({_quarter_name(shown[0])}) à {_written(shown[-1])} ({_quarter_name(shown[-1])})"
    last = f"{_written(shown[-1])}{f' {unit}' if unit else ''}"
    return {
        "figure": {
            "label": text.label,
            "value": _written(total),
            "unit": unit,
            "ratio": _ratio(total, text.parts),
            "period": f"du {format_day(total.first)} au {format_day(total.last)}",
            "source": definition.source,
            "definition": f"{definition.question} Compte : {definition.numerator_label}. {definition.note}",
        },
        "curve": {
            "id": f"trimestres-{text.anchor}",
            "chart": Sparkline(f"{text.label}, par trimestre", tuple(map(_value, count.quarters)), words),
            "value": last,
            "detail": _quarter_name(shown[-1]),
            "points": [f"{_quarter_name(each)}{_counted(each)}" for each in count.quarters],
        },
    }


def _value(quarter: PublicQuarter) -> Decimal | None:
    if quarter.numerator is None:
        return None
    if quarter.denominator is None:
        return Decimal(quarter.numerator)
    return Decimal(quarter.numerator) * 100 / quarter.denominator if quarter.denominator else None


def _written(quarter: PublicQuarter) -> str:
    value = _value(quarter)
    return "non connu" if value is None else format_number(value, 0 if quarter.denominator is None else 1)


def _ratio(total: PublicQuarter, parts: tuple[str, str]) -> str:
    if total.denominator is None:
        return ""
    yes, among = (format_number(each or 0) for each in (total.numerator, total.denominator))
    return f"{yes} {parts[0]} / {among} {parts[1]}"


def _counted(quarter: PublicQuarter) -> str:
    if quarter.numerator is None or quarter.denominator is None:
        return ""
    return f" ({format_number(quarter.numerator)} / {format_number(quarter.denominator)})"


def _quarter_name(quarter: PublicQuarter) -> str:
    return f"T{(quarter.first.month - 1) // 3 + 1} {quarter.first.year}"
