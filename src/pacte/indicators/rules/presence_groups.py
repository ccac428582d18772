"""The trainings of a provider, those with few people together, each beside similar trainings of others. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from pacte.indicators.records.presence import (
    MARKS,
    OtherStays,
    OwnStays,
    PresenceCurve,
    PresenceGap,
    PresenceGroup,
    Similarity,
    SimilarPresence,
    Stay,
    TrainingClass,
)
from pacte.indicators.rules.disclosure import THRESHOLD
from pacte.indicators.rules.presence import (
    cautious_variance,
    is_within_chance,
    may_be_shown,
    presence_curve,
    shown_percents,
)

_HALF, _TERM = 50, 100
_KEYS: dict[Similarity, Callable[[TrainingClass], object]] = {
    Similarity.SAME_CLASS: lambda each: each,
    Similarity.SAME_DOMAIN: lambda each: each.domain or None,
    Similarity.SAME_LENGTH: lambda each: each.length,
}


@dataclass(frozen=True, slots=True)
class StayGroup:
    """Trainings of one curve. ``is_mixed``: of several classes, of which ``training_class`` is the commonest."""

    training_ids: tuple[int, ...]
    training_class: TrainingClass
    is_mixed: bool
    stays: tuple[Stay, ...]
    people: int


@dataclass(frozen=True, slots=True)
class _Comparison:
    similar: SimilarPresence
    curve: PresenceCurve


def stay_groups(own: Iterable[OwnStays]) -> tuple[list[StayGroup], int]:
    """The groups, the largest first, and how many people are in none.

    A training has its own curve from eleven people on; the others of a domain share one, from eleven people on too.
    """
    by_training, small, uncurved = defaultdict(list), defaultdict(list), 0
    for each in own:
        by_training[each.training_id].append(each)
    groups = []
    for rows in by_training.values():
        group = _group(rows)
        if group.people >= THRESHOLD:
            groups.append(group)
        else:
            small[group.training_class.domain].extend(rows)
    for rows in small.values():
        group = _group(rows)
        if group.people >= THRESHOLD:
            groups.append(group)
        else:
            uncurved += group.people
    return sorted(groups, key=lambda each: (-each.people, each.training_ids)), uncurved


def _group(rows: Sequence[OwnStays]) -> StayGroup:
    people: Counter[TrainingClass] = Counter()
    for each in rows:
        people[each.training_class] += sum(stay.people for stay in each.stays)
    ids = tuple(sorted({each.training_id for each in rows}))
    stays = tuple(stay for each in rows for stay in each.stays)
    return StayGroup(ids, people.most_common(1)[0][0], len(ids) > 1, stays, people.total())


def compared_groups(
    groups: Sequence[StayGroup], others: Iterable[OtherStays]
) -> tuple[list[PresenceGroup], PresenceGap | None]:
    """Each group with its comparison, and the gap of all those that have one; only the closest similarity is shown.

    The crowds compared with have nobody in common: a wider one leaves out the classes that another shows, so that no
    subtraction gives the figure of a few people.
    """
    comparisons = _comparisons(groups, others)
    shown = []
    for rank, group in enumerate(groups):
        curve, compared = presence_curve(group.stays), comparisons.get(rank)
        shown.append(
            PresenceGroup(
                group.training_ids, group.training_class, curve, compared.similar if compared else None,
                _gap([(curve, compared)]) if compared else None,
            )
        )  # fmt: skip
    pairs = [(shown[rank].curve, compared) for rank, compared in sorted(comparisons.items())]
    return shown, _gap(pairs)


def _comparisons(groups: Sequence[StayGroup], others: Iterable[OtherStays]) -> dict[int, _Comparison]:
    """By rank of the group, for those that may be compared."""
    remaining = {each.training_class: each for each in others}
    comparisons: dict[int, _Comparison] = {}
    for similarity, key_of in _KEYS.items():
        waiting = defaultdict(list)
        for rank, group in enumerate(groups):
            key = key_of(group.training_class)
            if (
                rank not in comparisons
                and key is not None
                and not (group.is_mixed and similarity is Similarity.SAME_CLASS)
            ):
                waiting[key].append(rank)
        is_partial = bool(comparisons)
        for key, ranks in waiting.items():
            crowd = [each for each in remaining.values() if key_of(each.training_class) == key]
            curve = presence_curve(stay for each in crowd for stay in each.stays)
            percents = shown_percents(curve) if may_be_shown(_people_by_provider(crowd)) else ()
            if not percents or all(percents[MARKS.index(mark)] is None for mark in (_HALF, _TERM)):
                continue
            for each in crowd:
                del remaining[each.training_class]
            people = curve[0].followed // 10 * 10
            for rank in ranks:
                similar = SimilarPresence(similarity, groups[rank].training_class, percents, people, is_partial)
                comparisons[rank] = _Comparison(similar, curve)
    return comparisons


def _people_by_provider(crowd: Iterable[OtherStays]) -> Mapping[int, int]:
    people: Counter[int] = Counter()
    for each in crowd:
        people.update(each.people_by_provider)
    return people


def overall_gap(curve: PresenceCurve) -> PresenceGap | None:
    """The provider alone, when nothing may be compared. None when nobody was followed long enough."""
    for mark in (_HALF, _TERM):
        share = curve[MARKS.index(mark)].share
        if share is not None:
            return PresenceGap(mark, round((1 - share) * 100))
    return None


def _gap(pairs: Sequence[tuple[PresenceCurve, _Comparison]]) -> PresenceGap | None:
    """Own people and others, each comparison weighted by the people of the provider whom it is for.

    At the half of the training, else at its term: the first of both at which something may be compared.
    """
    for mark in (_HALF, _TERM):
        at = MARKS.index(mark)
        known = [
            (own[0].followed, own, each, share, percent)
            for own, each in pairs
            if (share := own[at].share) is not None and (percent := each.similar.percents[at]) is not None
        ]
        total = sum(people for people, *_ in known)
        if not total:
            continue
        gone = sum((people * (1 - share) for people, _, _, share, _ in known), Fraction()) / total
        theirs = sum((people * (1 - Fraction(percent, 100)) for people, *_, percent in known), Fraction()) / total
        weights: Counter[PresenceCurve] = Counter()
        for people, _, each, *_ in known:
            weights[each.curve] += people
        curves = (*((people, own) for people, own, *_ in known), *((n, curve) for curve, n in weights.items()))
        parts = (Fraction(people, total) ** 2 * cautious_variance(curve, mark) for people, curve in curves)
        variance = sum(parts, Fraction())
        return PresenceGap(mark, round(gone * 100), round(theirs * 100), is_within_chance(gone - theirs, variance))
    return None
