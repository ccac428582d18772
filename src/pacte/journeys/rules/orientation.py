"""Which sessions could suit a learner, and why: points with a sentence each, summed. Pure, deterministic.

A practice of the pact, not a rule of law: a Region may change the weights, under another name of the rule. The order is
by part of the list, full sessions last, then by kilometres: people go where they can. The points explain, and separate
sessions of the same place. Nothing is excluded, and kilometres are always said. Neither sex, age, nationality nor any
protected fact enters the score.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date

from pacte.journeys.records.orientation import (
    CandidateSession,
    OrientationProfile,
    OrientationStart,
    OrientationTier,
    ScoredSession,
    ScoreReason,
)

RULE = "orientation-2026.12"
# Kept to replay the answers that it gave: the sum alone made the order, and a part at a distance replaced the way.
RULE_BY_SCORE = "orientation-2026.11"
# Used when the rule is switched off: order of dates, without points.
BY_DATE = "par-date"

_READING = frozenset({"literacy", "basic_skills"})
# Natures of trainings that come before an occupation.
PREPARING = _READING | {"remobilisation", "prequalifying"}
_SOON, _LATER = 60, 120
NEAR_KM = 30.0
_TIER_RANKS = {tier: rank for rank, tier in enumerate(OrientationTier)}

ScoringRule = Callable[[OrientationProfile, CandidateSession], ScoreReason | None]


def score_sessions(
    profile: OrientationProfile, candidates: Iterable[CandidateSession], *, rule: str = RULE
) -> list[ScoredSession]:
    """All the candidates, the most suitable first; the same input always gives the same order."""
    if rule == BY_DATE:
        unscored = [ScoredSession(each, (), orientation_tier(profile, each)) for each in candidates]
        return sorted(unscored, key=lambda each: _by_date(each.candidate))
    if rule == RULE_BY_SCORE:
        scored = [ScoredSession(each, _reasons(profile, each, _RULES_BY_SCORE)) for each in candidates]
        return sorted(scored, key=lambda each: (-each.score, *_by_date(each.candidate)))
    placed = [
        ScoredSession(each, _reasons(profile, each, _SCORING_RULES), orientation_tier(profile, each))
        for each in candidates
    ]
    return sorted(placed, key=_by_place)


def orientation_tier(profile: OrientationProfile, each: CandidateSession) -> OrientationTier:
    """Near: at 30 km at most, or wholly at a distance for who can do without a trainer beside them."""
    if each.nature in PREPARING and not profile.is_first_step:
        return OrientationTier.PREPARE
    is_near = each.kilometres is not None and each.kilometres <= NEAR_KM
    return OrientationTier.NEAR if is_near or _replaces_travel(each) else OrientationTier.FURTHER


def _replaces_travel(each: CandidateSession) -> bool:
    return each.is_wholly_remote and each.nature not in _READING


def _by_place(each: ScoredSession) -> tuple[int, bool, float, int, int, float, int]:
    kilometres = each.candidate.kilometres if each.candidate.kilometres is not None else 1e6
    is_full = each.candidate.left is not None and each.candidate.left <= 0
    return _TIER_RANKS[each.tier], is_full, round(kilometres), -each.score, *_by_date(each.candidate)


def _by_date(each: CandidateSession) -> tuple[int, float, int]:
    starts = 0 if each.is_rolling else (each.starts_on or date.max).toordinal()
    return starts, each.kilometres if each.kilometres is not None else 1e6, each.session_id


def orientation_digest(profile: OrientationProfile, candidates: Sequence[CandidateSession], rule: str) -> str:
    """SHA-256 of all the inputs of the rule: two answers with the same digest must be identical."""
    payload = {"rule": rule, "wanted": asdict(profile), "candidates": [asdict(each) for each in candidates]}
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()


def _reasons(
    profile: OrientationProfile, each: CandidateSession, scoring_rules: Iterable[ScoringRule]
) -> tuple[ScoreReason, ...]:
    return tuple(reason for scoring_rule in scoring_rules if (reason := scoring_rule(profile, each)))


def _occupation(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if wanted.rome and wanted.rome in each.romes:
        return ScoreReason("occupation", 40, "mène au métier visé")
    if set(wanted.near) & set(each.romes):
        return ScoreReason("near_occupation", 20, "mène à un métier proche")
    if wanted.words:
        return ScoreReason("words", 15, "répond aux mots cherchés")
    if wanted.start == OrientationStart.LAST_TRAINING:
        return ScoreReason("same_kind", 15, "même sorte de formation que la dernière")
    if wanted.start == OrientationStart.PROJECT:
        return ScoreReason("project", 15, "aide à choisir son projet")
    return None


def _place(profile: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if each.kilometres is None:
        return ScoreReason("distance_unknown", 0, "distance non connue")
    sentence = "sur place" if each.kilometres < 1 else f"à {each.kilometres:.0f} km"
    if _replaces_travel(each):
        return ScoreReason("remote", 12, f"entièrement à distance, l’organisme est {sentence}")
    points = next((points for most, points in ((10, 20), (20, 15), (40, 8)) if each.kilometres <= most), 0)
    return ScoreReason("distance", points, sentence)


def _remote_part(profile: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if not each.is_remote or _replaces_travel(each):
        return None
    how = "entièrement à distance" if each.is_wholly_remote else "une partie à distance"
    return ScoreReason("remote_part", 0, f"{how}, ce qui ne remplace pas le trajet")


def _distance_or_remote(profile: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if each.is_remote:
        return ScoreReason("remote", 12, "une partie à distance")
    if each.kilometres is None:
        return ScoreReason("distance_unknown", 0, "distance non connue")
    sentence = "sur place" if each.kilometres < 1 else f"à {each.kilometres:.0f} km"
    points = next((points for most, points in ((10, 20), (20, 15), (40, 8)) if each.kilometres <= most), 0)
    return ScoreReason("distance", points, sentence)


def _near_only(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if "under_20_km" in wanted.constraints and each.kilometres is not None and each.kilometres > 20:
        return ScoreReason("too_far", -15, "à plus de 20 km, ce que la personne a demandé d’éviter")
    return None


def _seats(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if each.left is None:
        return ScoreReason("seats_unknown", 2, "places libres non dites : à demander")
    if each.left <= 0:
        return ScoreReason("full", -30, "complète aujourd’hui")
    return ScoreReason(
        "seats", 10, f"{each.left} place{'s' if each.left > 1 else ''} libre{'s' if each.left > 1 else ''}"
    )


def _start(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if each.is_rolling:
        return ScoreReason("rolling", 10, "on y entre toute l’année")
    if each.starts_on is None:
        return None
    days = (each.starts_on - wanted.on).days
    if days <= _SOON:
        return ScoreReason("soon", 10, f"commence dans {days} jours")
    return ScoreReason("later", 5 if days <= _LATER else 0, f"commence dans {days // 30} mois")


def _licence(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    lacks = wanted.has_licence is False or "no_licence" in wanted.constraints
    if each.needs_licence and lacks:
        return ScoreReason("licence_lacking", -20, "permis demandé, que la personne n’a pas")
    if each.needs_licence is False and lacks:
        return ScoreReason("no_licence_needed", 4, "permis non demandé")
    return None


def _way(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if wanted.has_vehicle is not False and "no_vehicle" not in wanted.constraints:
        return None
    if each.without_car:
        return ScoreReason("without_car", 8, "on peut y venir sans voiture")
    if each.kilometres is not None and each.kilometres > 10 and not each.is_remote:
        return ScoreReason("way_to_find", -6, "trajet à trouver : la personne n’a pas de véhicule")
    return None


def _way_there(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if _replaces_travel(each):
        return None
    return _way(wanted, replace(each, is_remote=False))


def _level(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if wanted.diploma is None or each.level is None:
        return None
    if each.level <= wanted.diploma:
        return ScoreReason("level_held", 0, "niveau déjà atteint, dans un autre métier peut-être")
    if each.level <= wanted.diploma + 2:
        return ScoreReason("level_next", 6, "niveau juste au-dessus du sien")
    return ScoreReason("level_far", -6, "niveau bien au-dessus du sien : à préparer")


def _rhythm(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if "part_time" in wanted.constraints:
        if each.is_part_time:
            return ScoreReason("part_time", 8, "à temps partiel, comme demandé")
        return ScoreReason("full_time", -8, "temps partiel non annoncé, à demander")
    if {"not_before_9", "not_after_16", "childcare"} & set(wanted.constraints):
        return ScoreReason("hours_to_ask", 4 if each.is_part_time else 0, "horaires à vérifier avec l’organisme")
    return None


def _device(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if each.is_remote and {"no_device", "needs_help_online"} & set(wanted.constraints):
        return ScoreReason("device", -8, "à distance, alors qu’un équipement ou une aide manque")
    return None


def _basics(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if {"oral_french", "written_french"} & set(wanted.constraints) and each.nature in _READING:
        return ScoreReason("reading", 12, "travaille le français dont la personne a besoin")
    if "basics_first" in wanted.constraints and each.nature in PREPARING:
        return ScoreReason("basics", 10, "remise à niveau, comme convenu")
    if "project_open" in wanted.constraints and each.nature == "prequalifying":
        return ScoreReason("try", 8, "permet d’essayer avant de choisir")
    return None


def _cost(wanted: OrientationProfile, each: CandidateSession) -> ScoreReason | None:
    if "no_advance" not in wanted.constraints or each.costs_nothing is None:
        return None
    if each.costs_nothing:
        return ScoreReason("free", 4, "rien à avancer")
    return ScoreReason("to_pay", -8, "des frais à avancer")


_RULES_BY_SCORE: tuple[ScoringRule, ...] = (
    _occupation, _distance_or_remote, _near_only, _seats, _start, _licence, _way, _level, _rhythm, _device, _basics,
    _cost,
)  # fmt: skip
_SCORING_RULES: tuple[ScoringRule, ...] = (
    _occupation, _place, _remote_part, _near_only, _seats, _start, _licence, _way_there, _level, _rhythm, _device,
    _basics, _cost,
)  # fmt: skip
