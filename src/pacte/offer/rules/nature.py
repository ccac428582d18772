"""Nature of a training from its codes; domain of its Formacode; department of a commune. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.offer.records import TrainingNature

# Literacy, and French as a foreign language.
LITERACY_FORMACODES = frozenset({"15043", "15235", "15225"})
_BASIC = frozenset({"15030", "15040", "15041", "15050"})
_REMOBILISATION = frozenset({"15031", "15032", "15061", "15062", "15070"})
_PREQUALIFYING = frozenset({"15084"})
# LHÉO, table « dict-AIS »: general objective of a training.
_BY_OBJECTIVE = {
    2: TrainingNature.UPSKILLING,
    3: TrainingNature.UPSKILLING,
    4: TrainingNature.ENTERPRISE,
    5: TrainingNature.BASIC_SKILLS,
    6: TrainingNature.CERTIFYING,
    7: TrainingNature.QUALIFYING,
    8: TrainingNature.PREQUALIFYING,
    9: TrainingNature.REMOBILISATION,
}


def nature_of(*, formacodes: Sequence[str], general_objective: int | None, is_certifying: bool) -> TrainingNature:
    """The main (first) Formacode has priority, because French courses are often declared as « certifying »."""
    main = formacodes[0] if formacodes else ""
    for codes, nature in (
        (LITERACY_FORMACODES, TrainingNature.LITERACY),
        (_BASIC, TrainingNature.BASIC_SKILLS),
        (_REMOBILISATION, TrainingNature.REMOBILISATION),
        (_PREQUALIFYING, TrainingNature.PREQUALIFYING),
    ):
        if main in codes:
            return nature
    if is_certifying:
        return TrainingNature.CERTIFYING
    return _BY_OBJECTIVE.get(general_objective or 0, TrainingNature.QUALIFYING)


def domain_of(formacodes: Sequence[str]) -> str:
    """Domain of the main Formacode: its first three digits. Empty when there is none."""
    return formacodes[0][:3] if formacodes else ""


def department_of(commune_code: str) -> str:
    """Department of a commune code: « 18 », « 2A », « 974 »."""
    return commune_code[:3] if commune_code.startswith("97") else commune_code[:2]
