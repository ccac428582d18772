"""How a comparison is told and drawn: who is first, how robust it is, what cannot be decided; its bars in SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from pacte.kernel.french import NARROW_SPACE, format_number, join_words, pluralise
from pacte.procedures.records.options import OptionComparison, WeightSensitivity
from pacte.web.charts.svg import Markup, concatenate_markup, element, svg_percent

_BAR_HEIGHT, _STRIP_HEIGHT = 22, 26


def total_out_of_five(total: Fraction) -> str:
    """« 3,30 »."""
    return format_number(float(total), 2)


def weight_percent(weight: Fraction) -> str:
    """« 38 % », « 54,5 % »: one decimal when a whole number would be inexact."""
    percents = weight * 100
    places = 0 if percents.denominator == 1 else 1
    return f"{format_number(float(percents), places)}{NARROW_SPACE}%"


def comparison_answer(comparison: OptionComparison | None, missing_scores: int) -> str:
    """Answer of the page."""
    if comparison is None:
        return "Il faut deux options et un critère qui pèse pour comparer."
    if not comparison.placed:
        return f"Aucune option n’a toutes ses notes : {pluralise(missing_scores, 'note manque', 'notes manquent')}."
    firsts = [each.code for each in comparison.firsts]
    total = total_out_of_five(comparison.firsts[0].total)
    if len(firsts) > 1:
        text = f"Les options {join_words(firsts)} sont à égalité, {total} sur 5. Rien ne les départage ici."
    else:
        text = f"L’option {firsts[0]} est première, {total} sur 5. {_robustness_sentence(comparison, firsts[0])}"
    if comparison.unplaced:
        text += f" {join_words(comparison.unplaced)} n’est pas classée : des notes manquent."
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
    return f"Le plus fragile : {sensitivity_sentence(min(moved, key=_distance), first)}."


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
        clauses.append(f"{join_words(each.stretches[rank - 1].winners)} en dessous")
    if rank + 1 < len(each.stretches):
        clauses.append(f"{join_words(each.stretches[rank + 1].winners)} au-dessus")
    return ", ".join(clauses)


def dominance_sentences(comparison: OptionComparison) -> tuple[str, ...]:
    """« C n’est jamais première : A fait au moins aussi bien partout. »"""
    better: dict[str, list[str]] = {}
    for worse, other in comparison.dominated:
        better.setdefault(worse, []).append(other)
    return tuple(
        f"{code} n’est jamais première seule : {join_words(sorted(others))} "
        f"{'fait' if len(others) == 1 else 'font'} au moins aussi bien sur chaque critère."
        for code, others in sorted(better.items())
    )


def weight_shares_note(comparison: OptionComparison) -> str:
    ties = f" ; {pluralise(comparison.ties, 'donne', 'donnent')} une égalité" if comparison.ties else ""
    return f"{pluralise(comparison.tried, 'jeu de poids essayé', 'jeux de poids essayés')}, répartis également{ties}"


def option_total_bar(code: str, sizes: Sequence[Fraction]) -> Markup:
    """One bar out of 5, one segment per criterion; segments alternate in shade and are separated by a line."""
    pieces: list[Markup] = [element("rect", class_="op-ground", x="0", y="0", width="100%", height=_BAR_HEIGHT)]
    left = Fraction(0)
    for rank, size in enumerate(sizes):
        if size:
            pieces.append(
                element(
                    "rect", class_=f"op-part op-part-{rank % 2 + 1}", x=svg_percent(float(left / 5)), y="0",
                    width=svg_percent(float(size / 5)), height=_BAR_HEIGHT,
                )
            )  # fmt: skip
        left += size
    return _svg(f"Option {code}, {float(left):.2f} sur 5", _BAR_HEIGHT, pieces)


def weight_sensitivity_strip(
    label: str,
    weight: Fraction,
    stretches: Sequence[tuple[Fraction, Fraction, str]],
    style_by_option: Mapping[str, int],
) -> Markup:
    """The weight from 0 to 100 %, cut where the first place changes, with the letter of the winner of each interval."""
    pieces: list[Markup] = []
    for start, end, who in stretches:
        pieces.append(
            element(
                "rect", class_=f"op-stretch op-look-{style_by_option.get(who, 0)}", x=svg_percent(float(start)), y="4",
                width=svg_percent(float(end - start)), height=_STRIP_HEIGHT - 8,
            )
        )  # fmt: skip
        if end - start > Fraction(4, 100):
            pieces.append(element("text", who, class_="op-letter", x=svg_percent(float((start + end) / 2)), y="17.5"))
    pieces.append(
        element(
            "line",
            class_="op-now",
            x1=svg_percent(float(weight)),
            x2=svg_percent(float(weight)),
            y1="0",
            y2=_STRIP_HEIGHT,
        )
    )
    description = " ; ".join(f"de {float(a) * 100:.0f} à {float(b) * 100:.0f} %, {who}" for a, b, who in stretches)
    return _svg(f"Premier rang selon le poids de {label} : {description}", _STRIP_HEIGHT, pieces)


def first_place_share_bar(code: str, fraction: Fraction, style: int) -> Markup:
    pieces = [
        element("rect", class_="op-ground", x="0", y="0", width="100%", height=_BAR_HEIGHT),
        element(
            "rect",
            class_=f"op-stretch op-look-{style}",
            x="0",
            y="0",
            width=svg_percent(float(fraction)),
            height=_BAR_HEIGHT,
        ),
    ]
    return _svg(f"Option {code}, première dans {float(fraction) * 100:.1f} % des jeux de poids", _BAR_HEIGHT, pieces)


def _svg(label: str, height: int, pieces: list[Markup]) -> Markup:
    return element(
        "svg",
        concatenate_markup(pieces),
        class_="op",
        width="100%",
        height=height,
        role="img",
        aria_label=label,
        focusable="false",
    )
