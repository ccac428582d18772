"""Nomenclatures: terms of an edition, links between terms, occupations. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple

DetailPairs = tuple[tuple[str, str], ...]


class Scheme(StrEnum):
    """Nomenclatures used by the queries. A layout of the catalog may add others."""

    ROME = "rome"
    ROME_DOMAIN = "rome_domain"
    APPELLATION = "appellation"
    TRADE_NAME = "trade_name"
    COMPETENCE = "competence"
    ACTIVITY = "activity"
    WORK_CONTEXT = "work_context"
    FORMACODE = "formacode"
    TRAINING_DOMAIN = "training_domain"
    """First three digits of a Formacode, with our names: those of the thesaurus are not free to ship."""
    NSF = "nsf"
    NAF = "naf"
    FAP_2009 = "fap_2009"
    FAP_2021 = "fap_2021"
    ISCO = "isco"
    ESCO_OCCUPATION = "esco_occupation"
    ESCO_SKILL = "esco_skill"
    DIPLOMA_LEVEL = "diploma_level"


class Relation(StrEnum):
    """Relations from a code of one nomenclature to a code of another, or of the same."""

    ROME_ITEM = "rome_item"
    """Occupation → competence, activity or work context; kind « core » or « specific » where the file gives it."""
    ROME_NEAR = "rome_near"
    """Occupation → reachable occupation; kind « near » or « evolution »."""
    ROME_FAP_2009 = "rome_fap_2009"
    ROME_NAF = "rome_naf"
    """Occupation → business activity; the rank counts hirings."""
    ROME_ISCO = "rome_isco"


@dataclass(frozen=True, slots=True)
class NomenclatureRelease:
    """Edition of a file, the date from which it applies, and where it was read."""

    edition: str
    starts_on: date
    source: str


class TermRow(NamedTuple):
    """A nomenclature term in an edition. An empty value never overwrites a known one."""

    scheme: str
    edition: str
    code: str
    label: str = ""
    kind: str = ""
    parent_code: str = ""
    words: str = ""
    detail: DetailPairs = ()


class LinkRow(NamedTuple):
    """``source_code`` leads to ``target_code`` in an edition of the relation."""

    relation: str
    edition: str
    source_code: str
    target_code: str
    kind: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class NomenclatureEdition:
    """A loaded edition. ``is_excerpt``: only the part shipped with pacte."""

    scheme: str
    edition: str
    starts_on: date
    source: str
    is_excerpt: bool


@dataclass(frozen=True, slots=True)
class Term:
    """A nomenclature term, with the edition it comes from."""

    scheme: str
    code: str
    label: str
    edition: str
    kind: str = ""
    parent_code: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Occupation:
    """A ROME occupation. ``parent_code``: for ROME 4.0, the ROME 3 code it comes from."""

    code: str
    label: str
    edition: str
    parent_code: str = ""
    is_regulated: bool | None = None
    is_green: bool = False
    detail: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OccupationMatch:
    """An occupation that matches a search, and the name that matched. ``score`` is from 0 to 1."""

    occupation: Occupation
    matched_name: str
    score: float


@dataclass(frozen=True, slots=True)
class MovedAppellation:
    """An appellation that moved to another occupation."""

    code: str
    label: str
    old_parent: str
    new_parent: str


@dataclass(frozen=True, slots=True)
class RomeMigration:
    """Differences between two ROME editions. Every loss is listed."""

    old: str
    new: str
    unchanged_count: int
    renamed: tuple[tuple[str, str, str], ...]
    """Code, label before, label after."""
    split: Mapping[str, tuple[str, ...]]
    """Code → new codes that name it as their parent."""
    without_origin: tuple[str, ...]
    """New codes whose parent is unknown in the old edition."""
    lost: tuple[str, ...]
    """Removed codes that are the parent of no new code."""
    replaced: Mapping[str, tuple[str, ...]]
    """Removed code → new codes that name it as their parent."""
    appellations_old: int = 0
    appellations_new: int = 0
    appellations_lost: tuple[tuple[str, str], ...] = ()
    appellations_moved: tuple[MovedAppellation, ...] = ()
    appellations_compared: bool = False
    """False when one of the two editions has no appellations."""
