"""Lengths, levels and places of a training, as the list and the sheet say them."""

from __future__ import annotations

from pacte.kernel.french import format_number, pluralise
from pacte.offer.records import PublicPlaces

_MONTH, _WEEK = 30.4, 7
LEVEL_WORDS = {3: "niveau CAP", 4: "niveau bac", 5: "niveau bac + 2", 6: "niveau bac + 3 ou 4"}


def length_words(shortest: int, longest: int) -> str:
    """« 5 mois », « de 3 à 5 mois », « 2 semaines », from days."""
    if longest < 1.5 * _MONTH:
        first, last, unit, units = max(1, shortest // _WEEK), max(1, longest // _WEEK), "semaine", "semaines"
    else:
        first, last, unit, units = max(1, round(shortest / _MONTH)), round(longest / _MONTH), "mois", "mois"
    return pluralise(last, unit, units) if first == last else f"de {first} à {pluralise(last, unit, units)}"


def seats_words(places: PublicPlaces, *, with_opened: bool = False) -> str:
    """« 4 places », « 4 places sur 12 », « complet, 2 en attente », « places non dites »."""
    if places.left is None:
        return "places non dites"
    if places.left == 0:
        return f"complet, {format_number(places.waiting)} en attente" if places.waiting else "complet"
    of_opened = f" sur {format_number(places.opened)}" if with_opened and places.opened else ""
    return f"{pluralise(places.left, 'place')}{of_opened}"
