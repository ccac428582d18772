"""Certifications of the national registers and of Certif Info. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Register(StrEnum):
    RNCP = "RNCP"
    RS = "RS"
    CERTIF_INFO = "CERTIFINFO"


class Route(StrEnum):
    """Access routes to a jury, as the registers name them."""

    INITIAL = "FI"
    APPRENTICESHIP = "CA"
    CONTINUING = "FC"
    PROFESSIONALISATION = "CQ"
    ALONE = "CL"
    EXPERIENCE = "VAE"


@dataclass(frozen=True, slots=True)
class Certifier:
    name: str
    siret: str = ""
    is_active: bool | None = None


@dataclass(frozen=True, slots=True)
class CompetenceBlock:
    """A competence block: what is certified and how it is assessed."""

    code: str
    label: str
    competences: str = ""
    assessment: str = ""


class CertificationRow(NamedTuple):
    """A certification as given by a file. None or an empty string: not given."""

    code: str
    edition: date
    register: str
    title: str = ""
    short_name: str = ""
    type_label: str = ""
    level: int | None = None
    is_active: bool | None = None
    state: str = ""
    registration_kind: str = ""
    decided_on: date | None = None
    effective_on: date | None = None
    ends_on: date | None = None
    delivery_ends_on: date | None = None
    published_on: date | None = None
    rome_codes: tuple[str, ...] | None = None
    nsf_codes: tuple[str, ...] | None = None
    formacodes: tuple[str, ...] | None = None
    certifiers: tuple[Certifier, ...] | None = None
    blocks: tuple[CompetenceBlock, ...] | None = None
    successors: tuple[str, ...] | None = None
    predecessors: tuple[str, ...] | None = None
    same_as: tuple[str, ...] | None = None
    routes: tuple[str, ...] | None = None
    url: str = ""
    texts: tuple[tuple[str, str], ...] | None = None
    partner_count: int | None = None


@dataclass(frozen=True, slots=True)
class Certification:
    """A certification as described by the flux of one day. ``is_active`` is the status to check; None: not given."""

    code: str
    register: Register
    edition: date
    title: str
    short_name: str = ""
    type_label: str = ""
    level: int | None = None
    is_active: bool | None = None
    state: str = ""
    registration_kind: str = ""
    decided_on: date | None = None
    effective_on: date | None = None
    ends_on: date | None = None
    delivery_ends_on: date | None = None
    published_on: date | None = None
    rome_codes: tuple[str, ...] = ()
    nsf_codes: tuple[str, ...] = ()
    formacodes: tuple[str, ...] = ()
    certifiers: tuple[Certifier, ...] = ()
    blocks: tuple[CompetenceBlock, ...] = ()
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    url: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    partner_count: int | None = None

    def is_open_on(self, day: date) -> bool:
        """Return True when it is not inactive and its registration, or last delivery, has not ended."""
        ends = max((each for each in (self.ends_on, self.delivery_ends_on) if each), default=None)
        return self.is_active is not False and (ends is None or day <= ends)
