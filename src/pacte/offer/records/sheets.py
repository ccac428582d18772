"""A provider, its trainings, their actions and sessions, as plain values: what a hand, a workbook or the demo gives.

A file of a hundred thousand trainings does not pass through these: it is copied in bulk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from pacte.offer.records.catalogue import EntryMode, Issuer, Modality, ModuleKind


@dataclass(frozen=True, slots=True)
class GivenProvider:
    siret: str
    name: str
    legal_name: str = ""
    activity_number: str = ""
    quality_mark: str = ""
    quality_mark_until: date | None = None
    postal_code: str = ""
    town: str = ""
    commune_code: str = ""
    phone: str = ""
    email: str = ""
    web: str = ""
    body_id: int | None = None


@dataclass(frozen=True, slots=True)
class GivenSite:
    name: str = ""
    lines: tuple[str, ...] = ()
    postal_code: str = ""
    town: str = ""
    commune_code: str = ""
    latitude: float | None = None
    longitude: float | None = None
    siret: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class GivenSession:
    number: str
    starts_on: date | None = None
    ends_on: date | None = None
    site: GivenSite | None = None
    enrol_from: date | None = None
    enrol_until: date | None = None
    enrolment: str = ""
    recruitment: int | None = None
    places_given: int | None = None
    minimum_given: int | None = None
    contact: tuple[tuple[str, str], ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class GivenAction:
    """``funders``: (code of LHÉO, places, programme) each."""

    number: str
    sessions: tuple[GivenSession, ...] = ()
    site: GivenSite | None = None
    entry_mode: EntryMode = EntryMode.FIXED
    modality: Modality = Modality.ON_SITE
    pace: str = ""
    alternation: str = ""
    prerequisites: str = ""
    level_required: bool = False
    public_codes: tuple[str, ...] = ()
    hours_centre: int | None = None
    hours_company: int | None = None
    hours_total: int | None = None
    duration: str = ""
    price_hour_cents: int | None = None
    price_total_cents: int | None = None
    costs_may_be_paid: bool = False
    costs_detail: str = ""
    costs_left: str = ""
    funders: tuple[tuple[str, int | None, str], ...] = ()
    programmes: tuple[str, ...] = ()
    accessibility: str = ""
    catering: str = ""
    lodging: str = ""
    transport: str = ""
    information_dates: tuple[str, ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class GivenTraining:
    """``certifications``: pairs (register, code), register among rncp, rs, certifinfo, cpf, formacode."""

    number: str
    title: str
    actions: tuple[GivenAction, ...] = ()
    objective: str = ""
    expected_results: str = ""
    content: str = ""
    is_certifying: bool = False
    pathway: int | None = None
    level_in: int | None = None
    level_out: int | None = None
    general_objective: int | None = None
    formacode_version: str = "V14"
    formacodes: tuple[str, ...] = ()
    nsf_codes: tuple[str, ...] = ()
    rome_codes: tuple[str, ...] = ()
    certifications: tuple[tuple[str, str], ...] = ()
    module_reference: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class CompetenceLine:
    """« À la fin, vous saurez… »: one line. ``is_attested``: provider or employer signs it apart."""

    text: str
    block_code: str = ""
    block_label: str = ""
    is_attested: bool = False


@dataclass(frozen=True, slots=True)
class BlockLine:
    """A block of a certification that a module prepares."""

    certification_code: str
    block_code: str
    label: str = ""
    certifier: str = ""


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """``attestations``: (competence, who attests it); ``blocks``: what a certifier certifies. Two things."""

    title: str
    hours: int
    kind: ModuleKind = ModuleKind.UNKNOWN
    reference: str = ""
    entry_mode: EntryMode = EntryMode.FIXED
    price_cents: int | None = None
    attestations: tuple[tuple[str, Issuer], ...] = ()
    blocks: tuple[BlockLine, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessWords:
    """The provider's own word on coming and being welcomed; None: not said."""

    licence_required: bool | None = None
    reached_without_car: bool | None = None
    way: str = ""
    wheelchair: bool | None = None
    disability_contact: str = ""


def plain_values(given: object, *left_out: str) -> dict[str, Any]:
    """Fields of one of these as columns take them: tuples become lists."""
    values = {}
    for name in given.__dataclass_fields__:  # type: ignore[attr-defined]
        if name not in left_out:
            value = getattr(given, name)
            values[name] = list(value) if isinstance(value, tuple) else value
    return values
