"""Scores of several readers: weighted totals, their mean and range, when one more reader is asked, ranking. Pure.

Exact arithmetic: two cases with the same mean are tied, on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from typing import Any

from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.money import format_euros
from pacte.procedures.records.reading import (
    HIGHEST_SCORE,
    CommitteeOutcome,
    CriterionScore,
    RankedCase,
    ReadingGrid,
    ScoreInput,
    ScoreSummary,
)


def scored_criteria(grid: ReadingGrid, score_input: ScoreInput) -> tuple[CriterionScore, ...]:
    """Returns the scores with the weights of the grid.

    Raises ``ValidationError`` (``score_missing``, ``score_out_of_range``, ``words_missing``).
    """
    return tuple(
        CriterionScore(
            each.code,
            each.label,
            _checked_score(
                each.label, score_input.scores.get(each.code), each.words_if_below, score_input.words.get(each.code, "")
            ),
            each.weight,
            score_input.words.get(each.code, "").strip(),
        )
        for each in grid.criteria
    )


def criteria_of(rows: Sequence[Mapping[str, Any]]) -> tuple[CriterionScore, ...]:
    """Returns the scores of criteria from their JSON, as they were given."""
    return tuple(CriterionScore(**each) for each in rows)


def weighted_total(criteria: Sequence[CriterionScore]) -> Fraction:
    """Returns the total out of 100, with the weights that the scores had when they were given."""
    weights = sum(each.weight for each in criteria)
    return Fraction(100 * sum(each.score * each.weight for each in criteria), weights * HIGHEST_SCORE)


def summary_of(totals: Sequence[Fraction]) -> ScoreSummary | None:
    """Returns the mean, the range and the number of these totals; None without any."""
    if not totals:
        return None
    return ScoreSummary(sum(totals, Fraction(0)) / len(totals), min(totals), max(totals), len(totals))


def readers_wanted(grid: ReadingGrid, summary: ScoreSummary | None) -> int:
    """Returns how many scores the grid asks for: one more once its readers disagree beyond the gap."""
    if summary is None or grid.third_if_gap is None or summary.count < grid.readers:
        return grid.readers
    return grid.readers + 1 if summary.gap > grid.third_if_gap else grid.readers


def reads_both_grids(grid: ReadingGrid, summary: ScoreSummary | None) -> bool:
    """Returns True when readers disagree beyond what a mean can say: the committee reads the grids side by side."""
    return summary is not None and grid.both_if_gap is not None and summary.gap > grid.both_if_gap


def is_read(grid: ReadingGrid, summary: ScoreSummary | None) -> bool:
    """Returns True when the readers that the grid names have all sent their score."""
    return summary is not None and summary.count >= grid.readers


def is_gap_settled(grid: ReadingGrid, summary: ScoreSummary | None) -> bool:
    """Returns True when the readers agree, or when one more has read."""
    return summary is not None and summary.count >= max(grid.readers, readers_wanted(grid, summary))


def ranked_cases(summaries: Mapping[int, ScoreSummary | None]) -> list[RankedCase]:
    """Returns the cases, the highest mean first; ties share a rank, and what has no score comes last, unranked."""
    scored = {case_id: each for case_id, each in summaries.items() if each is not None}
    ranks = {case_id: 1 + sum(other.mean > each.mean for other in scored.values()) for case_id, each in scored.items()}
    ordered = sorted(summaries, key=lambda case_id: (ranks.get(case_id, len(summaries) + 1), case_id))
    return [RankedCase(case_id, ranks.get(case_id), summaries[case_id]) for case_id in ordered]


def departs_from_ranking(
    case_id: int,
    outcome: CommitteeOutcome,
    ranking: Sequence[RankedCase],
    decided: Mapping[int, CommitteeOutcome],
) -> bool:
    """Returns True when the decision does not follow the ranking.

    Keeping a case that has no score, or while a better one was refused or waits; refusing or delaying one while a
    worse one is kept.
    """
    ranks = {each.case_id: each.rank for each in ranking}
    own = ranks.get(case_id)
    if own is None:
        return outcome is CommitteeOutcome.KEPT
    others = [(ranks[each], word) for each, word in decided.items() if each != case_id and ranks.get(each) is not None]
    if outcome is CommitteeOutcome.KEPT:
        return any(rank is not None and rank < own and word is not CommitteeOutcome.KEPT for rank, word in others)
    return any(rank is not None and rank > own and word is CommitteeOutcome.KEPT for rank, word in others)


def has_quorum(wanted: int, present: Collection[int], in_conflict: Collection[int]) -> bool:
    """Returns True when enough members are there for this case: one in conflict leaves, and does not count."""
    return len(set(present) - set(in_conflict)) >= wanted


def refuse_changed_grid(grid: ReadingGrid, earlier: Sequence[CriterionScore]) -> None:
    """Raises ``Conflict`` (``grid_changed``) when a score of the round had other criteria or weights than the grid."""
    now = {each.code: each.weight for each in grid.criteria}
    if earlier and {each.code: each.weight for each in earlier} != now:
        raise Conflict(
            "grid_changed",
            f"La grille « {grid.label} » n’est plus celle des notes déjà données.",
            "Les critères et leurs poids ne changent pas en cours de session : les dossiers ne se compareraient plus.",
            "Ouvrez une nouvelle édition pour la session suivante ; les notes données gardent leurs poids.",
        )


def refuse_outside_envelope(*, envelope: int | None, granted: int, cents: int) -> None:
    """Raises ``Conflict`` (``envelope_short``) when ``cents`` is more than what is left, and says what is left."""
    if envelope is not None and granted + cents > envelope:
        left = max(0, envelope - granted)
        raise Conflict(
            "envelope_short",
            f"L’enveloppe de la session ne suffit pas : il reste {format_euros(left)}.",
            "Un autre dossier vient peut-être d’être retenu.",
            "Accordez moins, ou mettez le dossier sur liste d’attente.",
        )


def _checked_score(label: str, score: int | None, words_if_below: int, words: str) -> int:
    if score is None:
        raise ValidationError(
            "score_missing", f"Il manque la note « {label} ».", hint="Donnez une note à chaque critère."
        )
    if not 0 <= score <= HIGHEST_SCORE:
        raise ValidationError("score_out_of_range", f"« {label} » se note de 0 à {HIGHEST_SCORE}.", hint="Corrigez-la.")
    if score < words_if_below and not words.strip():
        raise ValidationError(
            "words_missing",
            f"La note « {label} » est basse : dites pourquoi.",
            "Le comité, et le demandeur s’il le demande, doivent pouvoir la comprendre.",
            "Écrivez une phrase.",
        )
    return score
