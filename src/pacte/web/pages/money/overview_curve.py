"""« L’argent suit-il le calendrier ? »: the sentence that answers, and the curve since the start of the plan. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.finance.records import CommitmentPace, MoneyHeadline, MoneyMonth, PlanMoneyTable, VoteGap
from pacte.kernel.french import apply_french_spacing, format_day, format_percent, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.rules.schedule import elapsed_share
from pacte.web.charts.money_curve import MoneyCurve, MoneyCurveForecast, MoneyCurvePoint

# One point of the fan every so many months, so that its edges are curved as they are.
_MONTHS_BETWEEN = 3
# From the regular pace, as shares of the envelope: less than the first is no delay, more than the other a large one.
_ON_TIME, _FAR_BEHIND = Decimal("0.02"), Decimal("0.1")


def pace_days(table: PlanMoneyTable) -> list[date]:
    """The days to forecast: the end of each quarter to come, until the end of the plan."""
    days = [
        date(year, month, 1) + timedelta(days=31)
        for year in range(table.on.year, table.last_year + 1)
        for month in range(_MONTHS_BETWEEN, 13, _MONTHS_BETWEEN)
    ]
    return [last for day in days if (last := day.replace(day=1) - timedelta(days=1)) > table.on]


def money_curve(table: PlanMoneyTable, months: Sequence[MoneyMonth], pace: CommitmentPace | None) -> MoneyCurve | None:
    """None before any month: nothing is drawn."""
    if not months:
        return None
    return MoneyCurve(
        title="Argent du pacte depuis le début du plan, cumulé, en M€",
        first_year=table.first_year,
        last_year=table.last_year,
        points=tuple(MoneyCurvePoint(each.on, each.committed, each.ordered, each.voted) for each in months),
        envelope=table.envelope,
        forecast=tuple(MoneyCurveForecast(each.on, each.cents, each.low, each.high) for each in pace.points)
        if pace
        else (),
    )


def money_answer(
    table: PlanMoneyTable, headline: MoneyHeadline, pace: CommitmentPace | None, gaps: Sequence[VoteGap]
) -> SafeString:
    """What is committed against the envelope and the time, where that leads, which actions exceed their vote."""
    committed, envelope = headline.committed, headline.envelope
    if committed is None:
        return format_html("{}", apply_french_spacing("Aucun montant n’est encore suivi pour ce plan, à cette date."))
    elapsed = elapsed_share(table.first_year, table.last_year, table.on)
    if not envelope:
        text = f"{format_millions(committed)} sont engagés{_ordered_text(headline)}."
        return format_html("<strong>{}</strong>", apply_french_spacing(text))
    late = round(envelope * elapsed) - committed
    share = format_percent(Decimal(committed) / envelope)
    first = (
        f"{_opening(late, envelope)} : {format_millions(committed)} sont engagés sur {format_millions(envelope)} "
        f"({share}), à {format_percent(elapsed)} de la durée."
    )
    rest = [f"{_late_text(late)}{_ordered_text(headline)}.", _end_text(pace, envelope), _overrun_text(gaps)]
    return format_html(
        "<strong>{}</strong> {}", apply_french_spacing(first), apply_french_spacing(" ".join(filter(None, rest)))
    )


def _opening(late: int, envelope: int) -> str:
    if late > envelope * _ON_TIME:
        return "Non" if late > envelope * _FAR_BEHIND else "Pas tout à fait"
    return "Oui"


def _late_text(late: int) -> str:
    way = "moins" if late >= 0 else "plus"
    return f"C’est {format_millions(abs(late))} de {way} que le rythme régulier"


def _ordered_text(headline: MoneyHeadline) -> str:
    return "" if headline.ordered is None else f" ; {format_millions(headline.ordered)} sont mandatés"


def _end_text(pace: CommitmentPace | None, envelope: int) -> str:
    if pace is None:
        return ""
    left = envelope - pace.end.cents
    if left > 0:
        least, most = max(envelope - pace.end.high, 0), envelope - pace.end.low
        return (
            f"Au rythme connu, {format_millions(left)} ne seraient pas engagés le {format_day(pace.end.on)} "
            f"(entre {format_millions(least)} et {format_millions(most)})."
        )
    return f"Au rythme connu, toute l’enveloppe serait engagée le {format_day(pace.end.on)}."


def _overrun_text(gaps: Sequence[VoteGap]) -> str:
    count = sum(each.is_overrun for each in gaps)
    return f"{pluralise(count, 'action dépasse son vote', 'actions dépassent leur vote')}." if count else ""
