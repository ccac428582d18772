"""Hours realised under an order and the amount due, with an explanatory sentence. Pure.

A trainee hour is one person present for one hour. A group hour is one hour of the session with at least one person. A
flat price is due in full once somebody came. Never more than what is ordered and not lost.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pacte.journeys.rules.attendance import ATTENDED, Week, half_days
from pacte.kernel.french import format_number, pluralise
from pacte.kernel.money import format_euros
from pacte.offer.records import PriceUnit


@dataclass(frozen=True, slots=True)
class OrderedHours:
    """What an order buys of one session, net of losses. ``hours`` are in its unit: of trainees, or of the group."""

    unit: PriceUnit
    unit_price_cents: int
    hours: int
    cents: int


@dataclass(frozen=True, slots=True)
class DueAmount:
    """``minutes`` count for this order, within what it bought; ``cents`` is the amount due."""

    ordered: OrderedHours
    minutes: int
    cents: int
    over: int
    sentence: str

    @property
    def minutes_left(self) -> int:
        return max(0, self.ordered.hours * 60 - self.minutes)


def hours_words(minutes: int) -> str:
    """« 315 h 30 »."""
    hours, rest = divmod(minutes, 60)
    return f"{format_number(hours)}\u202fh" + (f"\u202f{rest:02d}" if rest else "")


def group_minutes(weeks: Iterable[Week]) -> int:
    """Minutes during which the session took place: each half-day once, as long as the longest attendance.

    Signed minutes of a week are spread evenly over the half-days attended.
    """
    longest: dict[tuple[date, bool], float] = defaultdict(float)
    for week in weeks:
        attended = [(day, late) for day, late, mark in half_days(week) if mark in ATTENDED]
        for half_day in attended:
            longest[half_day] = max(longest[half_day], week.minutes / len(attended))
    return round(sum(longest.values()))


def shares(whole: int, weights: Sequence[int]) -> list[int]:
    """Splits a total in proportion to weights (minutes over the hours of each order); the parts add up to it."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    exact = [whole * each / total for each in weights]
    parts = [int(each) for each in exact]
    by_rest = sorted(range(len(weights)), key=lambda rank: (parts[rank] - exact[rank], rank))
    for rank in by_rest[: whole - sum(parts)]:
        parts[rank] += 1
    return parts


def amount_due(ordered: OrderedHours, minutes: int, *, somebody_came: bool) -> DueAmount:
    """Amount that the order owes for these minutes, of trainees or of the group by its unit."""
    if ordered.unit is PriceUnit.FLAT:
        return _flat_amount_due(ordered, minutes, somebody_came=somebody_came)
    most = ordered.hours * 60
    counted = min(minutes, most)
    priced = (counted * ordered.unit_price_cents + 30) // 60
    cents = min(priced, ordered.cents)
    over = minutes - counted
    unit = "stagiaires" if ordered.unit is PriceUnit.TRAINEE_HOUR else "de groupe"
    sentence = (
        f"{hours_words(counted)} {unit} × {format_euros(ordered.unit_price_cents)} = {format_euros(priced)}, "
        f"dans la limite de {format_number(ordered.hours)}\u202fh commandées."
    )
    if cents < priced:
        sentence += f" Ramené à {format_euros(cents)} : la commande n’engage pas plus."
    if over:
        sentence += f" {hours_words(over)} réalisées au-delà ne sont pas dues sans avenant."
    return DueAmount(ordered, counted, cents, over, sentence)


def _flat_amount_due(ordered: OrderedHours, minutes: int, *, somebody_came: bool) -> DueAmount:
    most = ordered.hours * 60
    counted = min(minutes, most) if most else minutes
    if not somebody_came:
        return DueAmount(ordered, counted, 0, 0, "Forfait : rien n’est dû tant que personne n’est entré.")
    sentence = (
        f"Forfait de {format_euros(ordered.cents)}, dû dès la première entrée ; les échéances de la commande priment."
    )
    return DueAmount(ordered, counted, ordered.cents, 0, sentence)


def billing_summary(amounts: Sequence[DueAmount], minutes: int) -> str:
    """Summary of the page: hours realised, amount due, number of orders."""
    if not amounts:
        return f"{hours_words(minutes)} stagiaires réalisées ; aucune commande ne paie cette session."
    total = sum(each.cents for each in amounts)
    orders = pluralise(len(amounts), "commande")
    return (
        f"{format_euros(total)} dus à ce jour pour {hours_words(minutes)} stagiaires réalisées, au titre de {orders}."
    )
