"""Which series give the size of the population of an audience, and who owes it where none does. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.indicators.records.profile import ZoneValue

ELIGIBLE_SERIES = "eligible_population"
"""Series entered by an observatory, whose splits are the codes of publics."""

JOBSEEKER_SERIES = ("jobseekers", "jobseekers_by_sector")
"""Imported series that count jobseekers; the first one is monthly."""

PRODUCERS = {
    "low_qualified": "France Travail et DARES : demandeurs d’emploi par niveau de diplôme",
    "under_26": "France Travail et DARES : demandeurs d’emploi par âge",
    "55_plus": "France Travail et DARES : demandeurs d’emploi par âge",
    "women": "France Travail et DARES : demandeurs d’emploi par sexe",
    "rsa": "CNAF, MSA et départements : bénéficiaires du RSA",
    "rqth": "Agefiph et MDPH : demandeurs d’emploi reconnus travailleurs handicapés",
    "literacy": "ANLCI et Insee : adultes en difficulté avec l’écrit",
    "justice": "direction interrégionale des services pénitentiaires : personnes suivies",
    "refugee": "OFII et préfecture : réfugiés en âge de travailler",
}

SHARE_SERIES = {"literacy": "reading_difficulty", "low_qualified": "without_diploma_share"}
"""Series that give a share of another group: shown next to the count, and not used in any computation."""


def nearest_value(values: Sequence[ZoneValue], until: date) -> ZoneValue:
    """The last value of a period that is over by that day; else the first one after it. ``values`` is not empty."""
    over = [each for each in values if each.last <= until]
    return max(over, key=lambda each: each.last) if over else min(values, key=lambda each: each.last)
