"""Which sessions could suit a learner, and why: points with a sentence each, summed. Pure, deterministic.

A practice of the pact, not a rule of law: a Region may change the weights, under another name of the rule. Nothing is
excluded: a session whose requirements the learner does not meet ranks lower, with the reason shown, and stays one click
away. Neither sex, age, nationality nor any protected fact enters the score.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date

from pacte.journeys.records.orientation import Advice, Candidate, Reason, Wanted

RULE = "orientation-2026.11"
# Used when the rule is switched off: order of dates, without points.
BY_DATE = "par-date"

_READING = frozenset({"literacy", "basic_skills"})
_PREPARING = _READING | {"remobilisation", "prequalifying"}
_SOON, _LATER = 60, 120

Judge = Callable[[Wanted, Candidate], Reason | None]


def advise(wanted: Wanted, candidates: Iterable[Candidate], *, rule: str = RULE) -> list[Advice]:
    """All the candidates, the most suitable first; the same input always gives the same order."""
    if rule == BY_DATE:
        plain = [Advice(each, ()) for each in candidates]
        return sorted(plain, key=lambda each: _by_date(each.candidate))
    judged = [Advice(each, _reasons(wanted, each)) for each in candidates]
    return sorted(judged, key=lambda each: (-each.score, *_by_date(each.candidate)))


def _by_date(each: Candidate) -> tuple[int, float, int]:
    starts = 0 if each.is_rolling else (each.starts_on or date.max).toordinal()
    return starts, each.kilometres if each.kilometres is not None else 1e6, each.session_id


def digest(wanted: Wanted, candidates: Sequence[Candidate], rule: str) -> str:
    """SHA-256 of all the inputs of the rule: two answers with the same digest must be identical."""
    given = {"rule": rule, "wanted": asdict(wanted), "candidates": [asdict(each) for each in candidates]}
    return hashlib.sha256(json.dumps(given, sort_keys=True, default=str).encode()).hexdigest()


def _reasons(wanted: Wanted, each: Candidate) -> tuple[Reason, ...]:
    return tuple(found for judge in _JUDGES if (found := judge(wanted, each)))


def _occupation(wanted: Wanted, each: Candidate) -> Reason | None:
    if wanted.rome and wanted.rome in each.romes:
        return Reason("occupation", 40, "mène au métier visé")
    if set(wanted.near) & set(each.romes):
        return Reason("near_occupation", 20, "mène à un métier proche")
    if wanted.words:
        return Reason("words", 15, "répond aux mots cherchés")
    return None


def _distance(wanted: Wanted, each: Candidate) -> Reason | None:
    if each.is_remote:
        return Reason("remote", 12, "une partie à distance")
    if each.kilometres is None:
        return Reason("distance_unknown", 0, "distance non connue")
    said = "sur place" if each.kilometres < 1 else f"à {each.kilometres:.0f} km"
    points = next((points for most, points in ((10, 20), (20, 15), (40, 8)) if each.kilometres <= most), 0)
    return Reason("distance", points, said)


def _near_only(wanted: Wanted, each: Candidate) -> Reason | None:
    if "under_20_km" in wanted.constraints and each.kilometres is not None and each.kilometres > 20:
        return Reason("too_far", -15, "à plus de 20 km, ce que la personne a demandé d’éviter")
    return None


def _seats(wanted: Wanted, each: Candidate) -> Reason | None:
    if each.left is None:
        return Reason("seats_unknown", 2, "places libres non dites : à demander")
    if each.left <= 0:
        return Reason("full", -30, "complète aujourd’hui")
    return Reason("seats", 10, f"{each.left} place{'s' if each.left > 1 else ''} libre{'s' if each.left > 1 else ''}")


def _start(wanted: Wanted, each: Candidate) -> Reason | None:
    if each.is_rolling:
        return Reason("rolling", 10, "on y entre toute l’année")
    if each.starts_on is None:
        return None
    days = (each.starts_on - wanted.on).days
    if days <= _SOON:
        return Reason("soon", 10, f"commence dans {days} jours")
    return Reason("later", 5 if days <= _LATER else 0, f"commence dans {days // 30} mois")


def _licence(wanted: Wanted, each: Candidate) -> Reason | None:
    lacks = wanted.has_licence is False or "no_licence" in wanted.constraints
    if each.needs_licence and lacks:
        return Reason("licence_lacking", -20, "permis demandé, que la personne n’a pas")
    if each.needs_licence is False and lacks:
        return Reason("no_licence_needed", 4, "permis non demandé")
    return None


def _way(wanted: Wanted, each: Candidate) -> Reason | None:
    if wanted.has_vehicle is not False and "no_vehicle" not in wanted.constraints:
        return None
    if each.without_car:
        return Reason("without_car", 8, "on peut y venir sans voiture")
    if each.kilometres is not None and each.kilometres > 10 and not each.is_remote:
        return Reason("way_to_find", -6, "trajet à trouver : la personne n’a pas de véhicule")
    return None


def _level(wanted: Wanted, each: Candidate) -> Reason | None:
    if wanted.diploma is None or each.level is None:
        return None
    if each.level <= wanted.diploma:
        return Reason("level_held", 0, "niveau déjà atteint, dans un autre métier peut-être")
    if each.level <= wanted.diploma + 2:
        return Reason("level_next", 6, "niveau juste au-dessus du sien")
    return Reason("level_far", -6, "niveau bien au-dessus du sien : à préparer")


def _rhythm(wanted: Wanted, each: Candidate) -> Reason | None:
    if "part_time" in wanted.constraints:
        if each.is_part_time:
            return Reason("part_time", 8, "à temps partiel, comme demandé")
        return Reason("full_time", -8, "temps partiel non annoncé, à demander")
    if {"not_before_9", "not_after_16", "childcare"} & set(wanted.constraints):
        return Reason("hours_to_ask", 4 if each.is_part_time else 0, "horaires à vérifier avec l’organisme")
    return None


def _device(wanted: Wanted, each: Candidate) -> Reason | None:
    if each.is_remote and {"no_device", "needs_help_online"} & set(wanted.constraints):
        return Reason("device", -8, "à distance, alors qu’un équipement ou une aide manque")
    return None


def _basics(wanted: Wanted, each: Candidate) -> Reason | None:
    if {"oral_french", "written_french"} & set(wanted.constraints) and each.nature in _READING:
        return Reason("reading", 12, "travaille le français dont la personne a besoin")
    if "basics_first" in wanted.constraints and each.nature in _PREPARING:
        return Reason("basics", 10, "remise à niveau, comme convenu")
    if "project_open" in wanted.constraints and each.nature == "prequalifying":
        return Reason("try", 8, "permet d’essayer avant de choisir")
    return None


def _cost(wanted: Wanted, each: Candidate) -> Reason | None:
    if "no_advance" not in wanted.constraints or each.costs_nothing is None:
        return None
    if each.costs_nothing:
        return Reason("free", 4, "rien à avancer")
    return Reason("to_pay", -8, "des frais à avancer")


_JUDGES: tuple[Judge, ...] = (
    _occupation, _distance, _near_only, _seats, _start, _licence, _way, _level, _rhythm, _device, _basics, _cost,
)  # fmt: skip
