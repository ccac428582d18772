"""Nature of a training from its codes; domain of its Formacode; department of a commune. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.offer.records import Nature

# Formacodes: literacy, and French as a foreign language.
_LITERACY = frozenset({"15043", "15235", "15225"})
_BASIC = frozenset({"15030", "15040", "15041", "15050"})
_REMOBILISATION = frozenset({"15031", "15032", "15061", "15062", "15070"})
_PREQUALIFYING = frozenset({"15084"})
# LHÉO, table « dict-AIS »: general objective of a training.
_BY_OBJECTIVE = {
    2: Nature.UPSKILLING,
    3: Nature.UPSKILLING,
    4: Nature.ENTERPRISE,
    5: Nature.BASIC_SKILLS,
    6: Nature.CERTIFYING,
    7: Nature.QUALIFYING,
    8: Nature.PREQUALIFYING,
    9: Nature.REMOBILISATION,
}


def nature_of(*, formacodes: Sequence[str], general_objective: int | None, is_certifying: bool) -> Nature:
    """The main (first) Formacode has priority, because French courses are often declared as « certifying »."""
    main = formacodes[0] if formacodes else ""
    for codes, nature in (
        (_LITERACY, Nature.LITERACY),
        (_BASIC, Nature.BASIC_SKILLS),
        (_REMOBILISATION, Nature.REMOBILISATION),
        (_PREQUALIFYING, Nature.PREQUALIFYING),
    ):
        if main in codes:
            return nature
    if is_certifying:
        return Nature.CERTIFYING
    return _BY_OBJECTIVE.get(general_objective or 0, Nature.QUALIFYING)


def domain_of(formacodes: Sequence[str]) -> str:
    """Domain of the main Formacode: its first three digits. Empty when there is none."""
    return formacodes[0][:3] if formacodes else ""


def department_of(commune_code: str) -> str:
    """Department of a commune code: « 18 », « 2A », « 974 »."""
    return commune_code[:3] if commune_code.startswith("97") else commune_code[:2]
