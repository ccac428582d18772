"""Enums and value objects of the counts of journeys: stages, classes of people, cuts of a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pacte.journeys.records.population import PUBLISHED_AGE_CLASSES
from pacte.journeys.records.steps import EndKind
from pacte.kernel.action_codes import ActionCode

PLACES = ("bought", "opened", "lost", "taken")
PEOPLE = ("proposed", "informed", "admitted", "entered")
ENDS = tuple(kind.value for kind in EndKind)
AFTER = ("certifiable", "presented", "certified", "certified_in_part", "answered", "in_job")
PEOPLE_COUNTS = (*PEOPLE, *ENDS, *AFTER)
# Hidden when small: counts of people, the sum of the ends, which the page shows, and the places that disclose them.
SUPPRESSIBLE = ("lost", "taken", *PEOPLE, "ended", "likely", *ENDS, *AFTER)
# Public sous main de justice (Formacode, table of publics): few people, whom a small count would disclose.
PROTECTED_PUBLIC = "81013"


class Cut(StrEnum):
    """What the rows of a table stand for. The first six cut sessions and their places; the others cut people only."""

    YEAR = "year"
    DEPARTMENT = "department"
    PROVIDER = "provider"
    LOT = "lot"
    ACTION = "action"
    SESSION = "session"
    RESIDENCE = "residence"
    NETWORK = "network"
    AGE = "age"
    SEX = "sex"
    LEVEL = "level"


# A table without a cut: survey answers, by year and horizon.
ANSWERS = "answers"
# The key for every row of a cut.
ANY_ROW = "*"
PEOPLE_CUTS = frozenset({Cut.RESIDENCE, Cut.NETWORK, Cut.AGE, Cut.SEX, Cut.LEVEL})
# Networks, for readers who see no small count.
PUBLIC_SERVICE, OTHER_NETWORKS = "public", "others"
NETWORK_LABELS = {PUBLIC_SERVICE: "service public de l’emploi", OTHER_NETWORKS: "autres réseaux"}
AGE_LABELS = {each.code: each.label for each in PUBLISHED_AGE_CLASSES} | {"": "âge non connu"}
SEX_LABELS = {"f": "femmes", "m": "hommes", "x": "autre", "": "non dit"}
LEVEL_LABELS = {"low": "sans le bac", "other": "bac ou plus", "": "diplôme non connu"}


@dataclass(frozen=True, slots=True)
class CountFilters:
    """Which journeys are counted: None or empty means all. ``department`` is that of the session."""

    year: int | None = None
    fund: str = ""
    department: str = ""
    provider_id: int | None = None
    lot_id: int | None = None
    plan_id: int | None = None
    action_number: ActionCode | None = None
    session_id: int | None = None


@dataclass(frozen=True, slots=True)
class CellCounts:
    """Sums of one cell by name of count; no places where people are cut. ``label`` is filled by the page.

    ``is_protected``: all the people of the cell belong to a public that a small count would disclose (under the hand of
    justice). ``hidden_years``: years that the sums leave out, because their people are hidden.
    """

    key: str = ""
    label: str = ""
    values: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    hidden_years: tuple[int, ...] = ()
    is_protected: bool = False
    counted_at: datetime | None = None

    def of(self, name: str) -> int | None:
        """The count; None when hidden, or when the cell does not have it."""
        return None if name in self.hidden else self.values.get(name)

    def counts(self, name: str) -> bool:
        """True when the cell has that count, hidden or not."""
        return name in self.values or name in self.hidden


@dataclass(frozen=True, slots=True)
class FunnelTable:
    """``lines`` and the ``whole`` that they add up to. ``counted_at`` None: nothing was ever counted.

    ``is_masked``: small counts are hidden from this reader. ``left_out``: rows included in the total but not requested.
    ``is_shared``: some sessions are in several rows, with their people; the total counts these once.
    """

    lines: tuple[CellCounts, ...]
    whole: CellCounts
    counted_at: datetime | None
    is_masked: bool = False
    left_out: int = 0
    is_shared: bool = False
