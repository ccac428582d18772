"""Estimate and margin of error of a stratified survey. Pure.

Estimator of a proportion by stratum: W. G. Cochran, Sampling Techniques, 3rd edition (1977), chapter 5. Strata are
weighted by their population, with the finite population correction.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, Decimal

from pacte.indicators.records.survey import Estimate, Stratum
from pacte.kernel.errors import ValidationError
from pacte.kernel.french_numbers import parse_french_integer

_SIGMAS = Decimal("1.96")  # 95 % of a normal law.
_MIN_RESPONDENTS = 2
_MAX_COUNT = 10**8
_POINTS = Decimal("0.1")


def stratified_estimate(strata: Sequence[Stratum]) -> Estimate:
    """Weighted share of yes answers. Raises ``ValidationError`` when a stratum has under two answers, or too many."""
    _refuse(strata)
    population = sum(each.population for each in strata)
    respondents = sum(each.respondents for each in strata)
    share, variance = Decimal(0), Decimal(0)
    for each in strata:
        weight = Decimal(each.population) / population
        yes_share = Decimal(each.yes) / each.respondents
        left = 1 - Decimal(each.respondents) / each.population
        share += weight * yes_share
        variance += weight**2 * left * yes_share * (1 - yes_share) / (each.respondents - 1)
    margin = (_SIGMAS * variance.sqrt() * 100).quantize(_POINTS, ROUND_CEILING)
    is_census = respondents == population
    return Estimate(
        value=(share * 100).quantize(_POINTS),
        margin=margin if variance or is_census else None,
        population=population,
        respondents=respondents,
        unweighted=(Decimal(sum(each.yes for each in strata)) * 100 / respondents).quantize(_POINTS),
    )


def _refuse(strata: Sequence[Stratum]) -> None:
    if not strata:
        raise ValidationError("strata", "Il n’y a aucune strate.", hint="Écrivez-en une par ligne.")
    for each in strata:
        if each.respondents < _MIN_RESPONDENTS:
            raise ValidationError(
                "strata", f"La strate « {each.label} » a moins de {_MIN_RESPONDENTS} réponses.",
                "Une seule réponse ne dit rien de ses voisines.", "Regroupez-la avec une autre.",
            )  # fmt: skip
        if each.yes > each.respondents or each.respondents > each.population:
            raise ValidationError(
                "strata", f"La strate « {each.label} » a plus de oui que de réponses, ou de réponses que d’habitants.",
                hint="Dans l’ordre : libellé ; population ; réponses ; oui.",
            )  # fmt: skip
    labels = [each.label for each in strata]
    if len(set(labels)) < len(labels):
        raise ValidationError("strata", "Deux strates ont le même libellé.", hint="Donnez-leur chacune un nom.")


def sample_size_needed(population: int, *, margin_points: int) -> int:
    """Sample size for that margin at 95 %, for a proportion of one half (the worst case) and a random sample."""
    first = _SIGMAS**2 * Decimal("0.25") / (Decimal(margin_points) / 100) ** 2
    return int((first / (1 + (first - 1) / population)).to_integral_value(ROUND_CEILING))


def parse_strata(text: str) -> tuple[Stratum, ...]:
    """Parses « libellé ; population ; réponses ; oui », one per line. Raises ``ValidationError`` with the line
    number.
    """
    return tuple(_stratum(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip())


def _stratum(number: int, line: str) -> Stratum:
    cells = [cell.strip() for cell in line.split(";")]
    counts = [count for cell in cells[1:] if (count := _count(cell)) is not None]
    if len(cells) != 4 or not cells[0] or len(counts) != 3:
        raise ValidationError(
            "strata", f"Ligne {number} : « {line.strip()[:60]} » n’est pas une strate.",
            hint="Écrivez par exemple « Cher, 16-25 ans ; 28400 ; 212 ; 27 ».",
        )  # fmt: skip
    return Stratum(cells[0][:120], *counts)


def _count(text: str) -> int | None:
    count = parse_french_integer(text)
    return count if count is not None and 0 <= count < _MAX_COUNT else None
