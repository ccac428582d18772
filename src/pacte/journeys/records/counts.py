"""Words of the counts of journeys: stages, classes of people, ways to cut a table. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pacte.journeys.records.steps import EndKind
from pacte.kernel.action_codes import ActionCode

PLACES = ("bought", "opened", "lost", "taken")
PEOPLE = ("proposed", "informed", "admitted", "entered")
ENDS = tuple(kind.value for kind in EndKind)
AFTER = ("certifiable", "presented", "certified", "certified_in_part", "answered", "in_job")
PEOPLE_COUNTS = (*PEOPLE, *ENDS, *AFTER)
# What is hidden when small: all people, the sum of the ends, which the page shows, and the places that tell of them.
HIDEABLE = ("lost", "taken", *PEOPLE, "ended", "likely", *ENDS, *AFTER)
# Public sous main de justice (Formacode, table of publics): few people, whom a small number would show.
PROTECTED_PUBLIC = "81013"


class Cut(StrEnum):
    """What the lines of a table are. The first six cut sessions and their places; the others cut people alone."""

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


# A table that is no cut: answers after the end, by year and horizon.
ANSWERS = "answers"
# The key that stands for every line of a cut.
ANY_LINE = "*"
OF_PEOPLE = frozenset({Cut.RESIDENCE, Cut.NETWORK, Cut.AGE, Cut.SEX, Cut.LEVEL})
# Networks as those who see no small count read them.
PUBLIC_SERVICE, OTHER_NETWORKS = "public", "others"
NETWORK_LABELS = {PUBLIC_SERVICE: "service public de l’emploi", OTHER_NETWORKS: "autres réseaux"}
AGE_LABELS = {"under_26": "moins de 26 ans", "26_44": "26 à 44 ans", "45_over": "45 ans et plus", "": "âge non connu"}
SEX_LABELS = {"f": "femmes", "m": "hommes", "x": "autre", "": "non dit"}
LEVEL_LABELS = {"low": "sans le bac", "other": "bac ou plus", "": "diplôme non connu"}


@dataclass(frozen=True, slots=True)
class Asked:
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
class Counts:
    """Sums of one cell by name of count; places are absent where people are cut. ``label`` is filled by the page.

    ``is_protected``: all of it is people whom a small number would show (under the hand of justice).
    """

    key: str = ""
    label: str = ""
    values: Mapping[str, int] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    is_protected: bool = False
    counted_at: datetime | None = None

    def of(self, name: str) -> int | None:
        """None when hidden, or when the cell does not count that."""
        return None if name in self.hidden else self.values.get(name)

    def counts(self, name: str) -> bool:
        """True when the cell counts that, shown or not."""
        return name in self.values or name in self.hidden


@dataclass(frozen=True, slots=True)
class FunnelTable:
    """``lines`` and the ``whole`` they add up to. ``counted_at`` None: nothing was ever counted.

    ``is_masked``: small counts are hidden from this reader. ``left_out``: lines of the whole that were not asked for.
    """

    lines: tuple[Counts, ...]
    whole: Counts
    counted_at: datetime | None
    is_masked: bool = False
    left_out: int = 0
