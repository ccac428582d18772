"""Sentences about a comparison: who is first, how robust it is, what cannot be decided. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pacte.kernel.french import NARROW_SPACE, format_number, pluralise
from pacte.procedures.records.options import OptionComparison, WeightSensitivity, WinShare


def out_of_five(total: Fraction) -> str:
    """« 3,30 »."""
    return format_number(float(total), 2)


def hundredths(weight: Fraction) -> str:
    """« 38 % », « 54,5 % »: one decimal when a whole number would be inexact."""
    percents = weight * 100
    places = 0 if percents.denominator == 1 else 1
    return f"{format_number(float(percents), places)}{NARROW_SPACE}%"


def named(codes: Sequence[str]) -> str:
    """« A », « A et C »."""
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} et {codes[-1]}"


def answer(found: OptionComparison | None, unmarked: int) -> str:
    """Answer of the page."""
    if found is None:
        return "Il faut deux options et un critère qui pèse pour comparer."
    if not found.placed:
        return f"Aucune option n’a toutes ses notes : {pluralise(unmarked, 'note manque', 'notes manquent')}."
    firsts = [each.code for each in found.firsts]
    total = out_of_five(found.firsts[0].total)
    if len(firsts) > 1:
        text = f"Les options {named(firsts)} sont à égalité, {total} sur 5. Rien ne les départage ici."
    else:
        text = f"L’option {firsts[0]} est première, {total} sur 5. {_solidity(found, firsts[0])}"
    if found.unplaced:
        text += f" {named(found.unplaced)} n’est pas classée : des notes manquent."
    return text


def _solidity(found: OptionComparison, first: str) -> str:
    share = next((each for each in found.shares if each.code == first), None)
    if share is None or not found.sensitivities:
        return ""
    if share.won == share.tried:
        return "Elle le reste quels que soient les poids."
    moved = [each for each in found.sensitivities if len(each.stretches) > 1]
    if not moved:
        return "Elle le reste quand un seul poids bouge."
    nearest = min(moved, key=_distance)
    return f"Le plus fragile : {until(nearest, first)}."


def _distance(each: WeightSensitivity) -> Fraction:
    """How far the weight may move before the first place changes."""
    here = each.here
    ends = [abs(edge - each.weight) for edge in (here.start, here.end) if 0 < edge < 1]
    return min(ends, default=Fraction(1))


def until(each: WeightSensitivity, first: str) -> str:
    """« A reste première tant que « Coût » pèse moins de 54,5 % »."""
    here, label = each.here, each.criterion.label
    if first not in here.winners:
        return f"« {label} » est à la limite : un rien change le premier rang"
    if here.start == 0 and here.end == 1:
        return f"{first} reste première quel que soit le poids de « {label} »"
    if here.start == 0:
        bound = f"moins de {hundredths(here.end)}"
    elif here.end == 1:
        bound = f"plus de {hundredths(here.start)}"
    else:
        bound = f"entre {hundredths(here.start)} et {hundredths(here.end)}"
    return f"{first} reste première tant que « {label} » pèse {bound}"


def beyond(each: WeightSensitivity) -> str:
    """Who is first in the neighbouring intervals: « B en dessous, C au-dessus »."""
    here = each.here
    rank = each.stretches.index(here)
    said = []
    if rank > 0:
        said.append(f"{named(each.stretches[rank - 1].winners)} en dessous")
    if rank + 1 < len(each.stretches):
        said.append(f"{named(each.stretches[rank + 1].winners)} au-dessus")
    return ", ".join(said)


def dominance(found: OptionComparison) -> tuple[str, ...]:
    """« C n’est jamais première : A fait au moins aussi bien partout. »"""
    better: dict[str, list[str]] = {}
    for worse, other in found.dominated:
        better.setdefault(worse, []).append(other)
    return tuple(
        f"{code} n’est jamais première seule : {named(sorted(others))} "
        f"{'fait' if len(others) == 1 else 'font'} au moins aussi bien sur chaque critère."
        for code, others in sorted(better.items())
    )


def shares_note(found: OptionComparison) -> str:
    ties = f" ; {pluralise(found.ties, 'donne', 'donnent')} une égalité" if found.ties else ""
    return f"{pluralise(found.tried, 'jeu de poids essayé', 'jeux de poids essayés')}, répartis également{ties}"


def share_words(each: WinShare) -> str:
    return hundredths(Fraction(each.won, each.tried)) if each.tried else ""


def contributions(
    criteria: Sequence[tuple[int, Fraction]], scores: Mapping[int, Fraction]
) -> tuple[tuple[int, Fraction], ...]:
    """Contribution of each criterion to the total of an option."""
    return tuple((key, weight * scores[key]) for key, weight in criteria)
