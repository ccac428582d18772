"""Input dataclasses of providers, trainings, actions and sessions, from forms, workbooks and the demo data.

Large files do not use these classes: they are bulk-loaded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from pacte.offer.records.catalogue import EntryMode, Issuer, Modality, ModuleKind


@dataclass(frozen=True, slots=True)
class ProviderInput:
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
class SiteInput:
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
class TrainingSessionInput:
    number: str
    starts_on: date | None = None
    ends_on: date | None = None
    site: SiteInput | None = None
    enrol_from: date | None = None
    enrol_until: date | None = None
    enrolment: str = ""
    recruitment: int | None = None
    places_given: int | None = None
    minimum_given: int | None = None
    contact: tuple[tuple[str, str], ...] = ()
    url: str = ""


@dataclass(frozen=True, slots=True)
class TrainingActionInput:
    """``funders``: (LHÉO code, places, programme) tuples."""

    number: str
    sessions: tuple[TrainingSessionInput, ...] = ()
    site: SiteInput | None = None
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
class TrainingInput:
    """``certifications``: (register, code) pairs; the register is rncp, rs, certifinfo, cpf or formacode."""

    number: str
    title: str
    actions: tuple[TrainingActionInput, ...] = ()
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
class CompetenceItem:
    """One competence of « À la fin, vous saurez… ». ``is_attested``: the provider or employer attests it separately."""

    text: str
    block_code: str = ""
    block_label: str = ""
    is_attested: bool = False


@dataclass(frozen=True, slots=True)
class BlockItem:
    """A certification block prepared by a module."""

    certification_code: str
    block_code: str
    label: str = ""
    certifier: str = ""


class AttestationItem(NamedTuple):
    """One competence attested at the end of a module. ``competence_code``: its OGR code in the ROME; "" for none.

    ``family``: a ``CompetenceFamily``, of a passport of competences; "" for an attestation that is no passport.
    """

    text: str
    issuer: Issuer
    competence_code: str = ""
    family: str = ""


@dataclass(frozen=True, slots=True)
class ModuleItem:
    """``attestations``: what is attested, by whom; ``blocks``: what a certifier certifies, which is never attested."""

    title: str
    hours: int
    kind: ModuleKind = ModuleKind.UNKNOWN
    reference: str = ""
    entry_mode: EntryMode = EntryMode.FIXED
    price_cents: int | None = None
    attestations: tuple[AttestationItem, ...] = ()
    blocks: tuple[BlockItem, ...] = ()


@dataclass(frozen=True, slots=True)
class AccessInput:
    """Access information declared by the provider; None: not declared."""

    licence_required: bool | None = None
    reached_without_car: bool | None = None
    way: str = ""
    wheelchair: bool | None = None
    disability_contact: str = ""


def column_values(record: object, *excluded: str) -> dict[str, Any]:
    """Return the fields of a dataclass as column values: tuples become lists."""
    values = {}
    for name in record.__dataclass_fields__:  # type: ignore[attr-defined]
        if name not in excluded:
            value = getattr(record, name)
            values[name] = list(value) if isinstance(value, tuple) else value
    return values
