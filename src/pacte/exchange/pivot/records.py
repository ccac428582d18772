"""A dossier of the pivot and one of its events, as plain values. Empty text and None mean unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pacte.interop.records import PivotEventKind


@dataclass(frozen=True, slots=True)
class Beneficiary:
    """``nir13`` is always empty: the national number is not stored, although some partners ask for it."""

    birth_name: str = ""
    usual_name: str = ""
    first_names: str = ""
    born_on: date | None = None
    sex: str = ""
    birth_commune: str = ""
    level: int | None = None
    status_on_entry: str = ""
    job_seeker_number: str = ""
    nir13: str = ""


@dataclass(frozen=True, slots=True)
class PivotProvider:
    siret: str = ""
    activity_number: str = ""


@dataclass(frozen=True, slots=True)
class PivotAction:
    """Numbers are those of InterCarif. ``objective``, ``modality``: LHÉO codes. Hours are integers."""

    training_number: str = ""
    action_number: str = ""
    session_number: str = ""
    title: str = ""
    objective: int | None = None
    rncp: str = ""
    rs: str = ""
    certifinfo: str = ""
    formacode: str = ""
    hours_centre: int | None = None
    hours_company: int | None = None
    hours_total: int | None = None
    modality: int | None = None


@dataclass(frozen=True, slots=True)
class Funding:
    """``code``: LHÉO table of funders. ``amount_cents``: only known when decided for this dossier."""

    code: int | None = None
    scheme: str = ""
    amount_cents: int | None = None


@dataclass(frozen=True, slots=True)
class PivotCertification:
    """``result``: « totale », « partielle » or empty."""

    result: str = ""
    on: date | None = None
    blocks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """``number`` is ours; ``agora_number`` is given by AGORA in its acknowledgement, if any."""

    number: str
    agora_number: str = ""
    beneficiary: Beneficiary = field(default_factory=Beneficiary)
    provider: PivotProvider = field(default_factory=PivotProvider)
    action: PivotAction = field(default_factory=PivotAction)
    funding: Funding = field(default_factory=Funding)
    planned_start: date | None = None
    planned_end: date | None = None
    entered_on: date | None = None
    interruptions: tuple[tuple[date, date | None], ...] = ()
    ended_on: date | None = None
    status: str = ""
    exit_reason: str = ""
    hours_realised: int | None = None
    certification: PivotCertification = field(default_factory=PivotCertification)


@dataclass(frozen=True, slots=True)
class Event:
    """``decision``: orientation status given by a DECISION. ``replaces``: key of the message that is withdrawn."""

    kind: PivotEventKind
    on: date
    decision: str = ""
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One event of one dossier. ``key`` makes it idempotent, ``rank`` orders it in its dossier, from 1."""

    key: str
    rank: int
    dossier: Dossier
    event: Event
