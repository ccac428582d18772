"""Who is counted: classes of people as data, from which Python, PostgreSQL and DuckDB get their text. Pure.

The age is that of the day of the entry; before an entry, of the day of the act. Only the year of birth is known: it is
the age reached in that year. The level is that of the highest diploma (nomenclature of 2019, levels 1 to 8); the
department is that of a commune code of Insee.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PopulationClass:
    """Values below ``below``, from that of the previous class on; the last class has no bound."""

    code: str
    label: str
    below: int | None = None


AGE_CLASSES = (
    PopulationClass("under_26", "moins de 26 ans", 26),
    PopulationClass("26_44", "26 à 44 ans", 45),
    PopulationClass("45_54", "45 à 54 ans", 55),
    PopulationClass("55_plus", "55 ans et plus"),
)
# Tables that everybody reads have fewer classes.
PUBLISHED_AGE_CLASSES = (*AGE_CLASSES[:2], PopulationClass("45_over", "45 ans et plus"))
LEVEL_CLASSES = (
    PopulationClass("low", "en dessous du bac", 4),
    PopulationClass("bac", "niveau bac", 5),
    PopulationClass("higher", "au-dessus du bac"),
)
PUBLISHED_LEVEL_CLASSES = (LEVEL_CLASSES[0], PopulationClass("other", "bac ou plus"))
# Codes of overseas communes begin with three digits for their department.
_LONG_PREFIXES = ("97", "98")


def class_of(classes: Sequence[PopulationClass], value: int | None) -> str:
    """Code of the class; "" when the value is not known."""
    if value is None:
        return ""
    return next(each.code for each in classes if each.below is None or value < each.below)


def class_sql(classes: Sequence[PopulationClass], value: str, *, unknown: str = "") -> str:
    """The same as SQL of both engines. ``value``: an expression, whose null gives ``unknown``."""
    cases = " ".join(f"when {value} < {each.below:d} then '{each.code}'" for each in classes if each.below is not None)
    return f"case when {value} is null then '{unknown}' {cases} else '{classes[-1].code}' end"


def lowest_value_sql(classes: Sequence[PopulationClass], value: str, *, first: int) -> str:
    """SQL of one value that stands for each class: its lowest, ``first`` for the first class; null when unknown."""
    bounds = [first, *(each.below for each in classes if each.below is not None)]
    cases = " ".join(
        f"when {value} < {each.below:d} then {low:d}" for each, low in zip(classes, bounds, strict=True) if each.below
    )
    return f"case {cases} when {value} is not null then {bounds[-1]:d} end"


def department_of_commune(code: str) -> str:
    """« 18 », « 2A », « 974 »."""
    return code[:3] if code.startswith(_LONG_PREFIXES) else code[:2]


def department_sql(code: str) -> str:
    """The same as SQL of both engines."""
    prefixes = ", ".join(f"'{each}'" for each in _LONG_PREFIXES)
    return f"case when left({code}, 2) in ({prefixes}) then left({code}, 3) else left({code}, 2) end"
