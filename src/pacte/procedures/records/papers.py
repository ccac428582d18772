"""Papers that a case makes from its answers, and who signs them. Pure.

The content of a paper is part of the description: a new procedure needs no template file. A placeholder « {code} »
names a field of the form; a number is printed without its unit, which the wording says. What is signed is a simple
electronic signature (regulation (EU) 910/2014, article 25): who, when, the digest of what was read, and an address
proved by e-mail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pacte.kernel.actor import Role
from pacte.procedures.records.form import AmountField, DayField, FormField, NumberField, TextField

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
REGION_PARTY, APPLICANT_PARTY = "region", "applicant"
DECISION_FIELDS: dict[str, FormField] = {
    each.code: each
    for each in (
        NumberField(code="case_number", label="Numéro du dossier"),
        TextField(code="case_title", label="Nom du dossier"),
        DayField(code="committee_on", label="Date du comité", is_required=False),
        TextField(code="committee_reason", label="Motif du comité", is_required=False),
        TextField(code="move_reason", label="Motif de la décision", is_required=False),
        AmountField(code="amount_granted", label="Montant accordé", is_required=False),
    )
}
"""What a paper may print besides the answers: the case, the decision of its committee, the reason of the move that
made the paper, and the amount granted."""


@dataclass(frozen=True, slots=True)
class RegionSigner:
    """Somebody of the Region, inside, in one of these roles on the case."""

    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class ApplicantSigner:
    """Who applied: by the link sent to their address, or from the account of their body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesSigner:
    """Each party that the lines of a field name, once: its ``party`` (a SIRET), its ``name``, its ``email``."""

    lines: str
    party: str
    name: str
    email: str


PaperSigner = RegionSigner | ApplicantSigner | LinesSigner


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPart:
    """A part of a paper: sentences with placeholders, then the lines of a field as a table.

    ``columns``: those of the table, in order; ``totals``: those whose numbers are added up. A sentence of which an
    optional answer is empty is left out; an empty answer that the form requires, or a table without line, stops all.
    """

    heading: str
    sentences: tuple[str, ...] = ()
    lines: str = ""
    columns: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper. ``version``: of its wording, kept with each one that is made. ``is_docx``: may be had as a DOCX too."""

    code: str
    label: str
    title: str
    parts: tuple[PaperPart, ...]
    signed_by: tuple[PaperSigner, ...] = ()
    version: int = 1
    is_docx: bool = False


@dataclass(frozen=True, slots=True)
class PaperParty:
    """Somebody who signs one paper. ``code``: a SIRET, or which party it is. ``email``: "" when none is known."""

    code: str
    name: str
    email: str = ""


class PaperAnswerKind(StrEnum):
    """What a signatory answers. ``BY_HAND``: signed on paper, and what came back was put in the case."""

    SIGNED = "signed"
    BY_HAND = "by_hand"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SignatoryState:
    """Where one signatory stands. ``reason``: of a refusal. ``has_account``: they sign from « Mes demandes »."""

    signatory_id: int
    name: str
    is_region: bool
    has_address: bool
    has_account: bool = False
    answer: PaperAnswerKind | None = None
    answered_on: date | None = None
    by: str = ""
    reason: str = ""

    @property
    def has_signed(self) -> bool:
        return self.answer in (PaperAnswerKind.SIGNED, PaperAnswerKind.BY_HAND)


@dataclass(frozen=True, slots=True)
class PaperState:
    """The last paper of one kind. ``is_outdated``: an answer that it prints has changed since it was made."""

    paper: Paper
    paper_id: int
    made_on: date
    is_outdated: bool
    signatories: tuple[SignatoryState, ...]

    @property
    def signed_count(self) -> int:
        return sum(each.has_signed for each in self.signatories)

    @property
    def is_signed(self) -> bool:
        """True when everybody has signed what the case says now."""
        return not self.is_outdated and self.signed_count == len(self.signatories)
