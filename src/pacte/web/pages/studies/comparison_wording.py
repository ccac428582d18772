"""Sentences about a comparison: who is first, how robust it is, what cannot be decided. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pacte.kernel.french import NARROW_SPACE, format_number, pluralise
from pacte.procedures.records.options import OptionComparison, WeightSensitivity, WinShare


def total_out_of_five(total: Fraction) -> str:
    """« 3,30 »."""
    return format_number(float(total), 2)


def weight_percent(weight: Fraction) -> str:
    """« 38 % », « 54,5 % »: one decimal when a whole number would be inexact."""
    percents = weight * 100
    places = 0 if percents.denominator == 1 else 1
    return f"{format_number(float(percents), places)}{NARROW_SPACE}%"


def join_option_codes(codes: Sequence[str]) -> str:
    """« A », « A et C »."""
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} et {codes[-1]}"


def comparison_answer(comparison: OptionComparison | None, missing_scores: int) -> str:
    """Answer of the page."""
    if comparison is None:
        return "Il faut deux options et un critère qui pèse pour comparer."
    if not comparison.placed:
        return f"Aucune option n’a toutes ses notes : {pluralise(missing_scores, 'note manque', 'notes manquent')}."
    firsts = [each.code for each in comparison.firsts]
    total = total_out_of_five(comparison.firsts[0].total)
    if len(firsts) > 1:
        text = f"Les options {join_option_codes(firsts)} sont à égalité, {total} sur 5. Rien ne les départage ici."
    else:
        text = f"L’option {firsts[0]} est première, {total} sur 5. {_robustness_sentence(comparison, firsts[0])}"
    if comparison.unplaced:
        text += f" {join_option_codes(comparison.unplaced)} n’est pas classée : des notes manquent."
    return text


def _robustness_sentence(comparison: OptionComparison, first: str) -> str:
    share = next((each for each in comparison.shares if each.code == first), None)
    if share is None or not comparison.sensitivities:
        return ""
    if share.won == share.tried:
        return "Elle le reste quels que soient les poids."
    moved = [each for each in comparison.sensitivities if len(each.stretches) > 1]
    if not moved:
        return "Elle le reste quand un seul poids bouge."
    nearest = min(moved, key=_distance)
    return f"Le plus fragile : {sensitivity_sentence(nearest, first)}."


def _distance(each: WeightSensitivity) -> Fraction:
    """How far the weight may move before the first place changes."""
    here = each.here
    ends = [abs(edge - each.weight) for edge in (here.start, here.end) if 0 < edge < 1]
    return min(ends, default=Fraction(1))


def sensitivity_sentence(each: WeightSensitivity, first: str) -> str:
    """« A reste première tant que « Coût » pèse moins de 54,5 % »."""
    here, label = each.here, each.criterion.label
    if first not in here.winners:
        return f"« {label} » est à la limite : un rien change le premier rang"
    if here.start == 0 and here.end == 1:
        return f"{first} reste première quel que soit le poids de « {label} »"
    if here.start == 0:
        bound = f"moins de {weight_percent(here.end)}"
    elif here.end == 1:
        bound = f"plus de {weight_percent(here.start)}"
    else:
        bound = f"entre {weight_percent(here.start)} et {weight_percent(here.end)}"
    return f"{first} reste première tant que « {label} » pèse {bound}"


def other_first_places(each: WeightSensitivity) -> str:
    """Who is first in the neighbouring intervals: « B en dessous, C au-dessus »."""
    here = each.here
    rank = each.stretches.index(here)
    clauses = []
    if rank > 0:
        clauses.append(f"{join_option_codes(each.stretches[rank - 1].winners)} en dessous")
    if rank + 1 < len(each.stretches):
        clauses.append(f"{join_option_codes(each.stretches[rank + 1].winners)} au-dessus")
    return ", ".join(clauses)


def dominance_sentences(comparison: OptionComparison) -> tuple[str, ...]:
    """« C n’est jamais première : A fait au moins aussi bien partout. »"""
    better: dict[str, list[str]] = {}
    for worse, other in comparison.dominated:
        better.setdefault(worse, []).append(other)
    return tuple(
        f"{code} n’est jamais première seule : {join_option_codes(sorted(others))} "
        f"{'fait' if len(others) == 1 else 'font'} au moins aussi bien sur chaque critère."
        for code, others in sorted(better.items())
    )


def weight_shares_note(comparison: OptionComparison) -> str:
    ties = f" ; {pluralise(comparison.ties, 'donne', 'donnent')} une égalité" if comparison.ties else ""
    return f"{pluralise(comparison.tried, 'jeu de poids essayé', 'jeux de poids essayés')}, répartis également{ties}"


def first_place_share(each: WinShare) -> str:
    return weight_percent(Fraction(each.won, each.tried)) if each.tried else ""


def criterion_contributions(
    criteria: Sequence[tuple[int, Fraction]], scores: Mapping[int, Fraction]
) -> tuple[tuple[int, Fraction], ...]:
    """Contribution of each criterion to the total of an option."""
    return tuple((key, weight * scores[key]) for key, weight in criteria)
