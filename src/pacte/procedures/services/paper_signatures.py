"""Signs a paper: by the link of a letter, from an account, inside for the Region, or by hand with what came back.

A simple electronic signature (regulation (EU) 910/2014, article 25): nothing here claims to be an advanced one.
"""

from __future__ import annotations

from datetime import date

from pacte.accounts.models import Guest, Person
from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import (
    Conflict,
    PermissionDenied,
    ValidationError,
    deny_unless,
    ensure_found,
    hide_unless,
    refuse_blank,
)
from pacte.procedures.models import Application, Case, CaseDocument, CasePaper, PaperAnswer, PaperSignatory
from pacte.procedures.permissions import may_sign
from pacte.procedures.queries.applications import application_by_id
from pacte.procedures.queries.paper_rows import PaperRows
from pacte.procedures.queries.papers import own_signing_detail
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.papers import REGION_PARTY, Paper, PaperAnswerKind
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.services.applicant_letters import tell_instructors
from pacte.procedures.services.guards import add_case_event, locked_case, refuse_invalid_case_date
from pacte.procedures.services.papers import ask_to_sign


def answer_paper(*, actor: Actor, signatory_id: int, digest: str, reason: str | None = None) -> None:
    """A guest signs what they read, or refuses with a ``reason``. ``digest``: of the content that the page showed.

    Raises ``NotFound`` for another's, ``Conflict`` (``paper_changed``, ``paper_signed``, ``file_ended``),
    ``PermissionDenied`` (``address_unproved``, ``same_person``), ``ValidationError`` (``reason_missing``).
    """
    hide_unless(actor.guest_id is not None)
    own = ensure_found(PaperSignatory.objects.filter(pk=signatory_id, guest_id=actor.guest_id).first())
    kind = _kind_of(reason)
    with system_elevation():
        case = Case.objects.get(papers__signatories=own)
        guest = Guest.objects.get(pk=own.guest_id)
        if guest.proved_at is None:
            raise PermissionDenied(
                "address_unproved", "Rien ne prouve cette adresse.", hint="Ouvrez le lien reçu par courriel."
            )
        with locked_case(actor=actor, case=case, right="", name="answer_paper") as (locked, entry):
            signatory, paper = _to_sign(locked, signatory_id, digest)
            _refuse_same_person(signatory, guest.email)
            _add(actor, locked, signatory, paper, kind, on=today(), reason=reason or "", proved_at=guest.proved_at)
            entry.detail.update(paper=paper.code, answer=kind, digest=signatory.paper.digest)


def answer_for_applicant(
    *, actor: Actor, application: Application, signatory_id: int, digest: str, reason: str | None = None
) -> None:
    """Somebody of the body that applied from an account signs in its name, or refuses. Raises as ``answer_paper``.

    Another body, another role, and a paper of another case are not found.
    """
    detail = application_by_id(actor=actor, application_id=application.pk, on=today())
    case = own_signing_detail(actor=actor, detail=detail, signatory_id=signatory_id).row.case
    kind = _kind_of(reason)
    with system_elevation(), locked_case(actor=actor, case=case, right="", name="answer_paper") as (locked, entry):
        signatory, paper = _to_sign(locked, signatory_id, digest)
        _refuse_same_person(signatory, Person.objects.get(pk=actor.person_id).email)
        _add(actor, locked, signatory, paper, kind, on=today(), reason=reason or "", person_id=actor.person_id)
        entry.detail.update(paper=paper.code, answer=kind, digest=signatory.paper.digest)


def sign_for_region(*, actor: Actor, case: Case, signatory_id: int, digest: str) -> None:
    """Signs for the Region, in one of the roles that the paper names. Raises as ``answer_paper``, and ``NotFound``."""
    paper = _paper_of(case, signatory_id)
    deny_unless(
        may_sign(actor, paper, scope_of_case(actor=actor, case=case, on=today())),
        "signing_right",
        "Votre fonction ne permet pas de signer pour la Région.",
        hint="Demandez-le à qui pilote le pacte.",
    )
    with locked_case(actor=actor, case=case, right="", name="sign_paper") as (locked, entry), system_elevation():
        signatory, _ = _to_sign(locked, signatory_id, digest)
        hide_unless(signatory.party == REGION_PARTY)
        _refuse_same_person(signatory, Person.objects.get(pk=actor.person_id).email)
        _add(actor, locked, signatory, paper, PaperAnswerKind.SIGNED, on=today(), person_id=actor.person_id)
        entry.detail.update(paper=paper.code, digest=signatory.paper.digest)


def record_signed_by_hand(*, actor: Actor, case: Case, signatory_id: int, document: CaseDocument, on: date) -> None:
    """Records that a signatory signed on paper: what came back is ``document``, of the same case.

    Raises as ``answer_paper``, and ``ValidationError`` for a day before the paper was made.
    """
    hide_unless(document.case_id == case.pk)
    paper = _paper_of(case, signatory_id)
    with locked_case(actor=actor, case=case, right="procedures.write", name="sign_by_hand") as (locked, entry):
        with system_elevation():
            signatory, _ = _to_sign(locked, signatory_id)
            refuse_invalid_case_date(on, since=locked.opened_on)
            if on < signatory.paper.made_on:
                raise ValidationError(
                    "signed_too_early", "Ce jour est avant celui où le document a été établi.",
                    hint="Donnez le jour de la signature.",
                )  # fmt: skip
            _add(actor, locked, signatory, paper, PaperAnswerKind.BY_HAND, on=on, document=document)
        entry.detail.update(paper=paper.code, document=document.pk)


def send_paper_again(*, actor: Actor, case: Case, signatory_id: int) -> None:
    """Sends the letter again to who has not signed. Raises ``NotFound`` for a signatory without an address."""
    paper = _paper_of(case, signatory_id)
    with locked_case(actor=actor, case=case, right="procedures.write", name="send_paper") as (locked, entry):
        with system_elevation():
            signatory, _ = _to_sign(locked, signatory_id)
            hide_unless(signatory.guest is not None)
            ask_to_sign(actor=actor, signatory=signatory, paper=paper, case=locked)
        entry.detail.update(paper=paper.code)


def _kind_of(reason: str | None) -> PaperAnswerKind:
    """Raises ``ValidationError`` for a refusal that does not say why."""
    if reason is None:
        return PaperAnswerKind.SIGNED
    refuse_blank(reason, "reason_missing", "Il manque la raison du refus.", hint="Dites ce qui ne convient pas.")
    return PaperAnswerKind.REFUSED


def _paper_of(case: Case, signatory_id: int) -> Paper:
    """The paper of a signatory of this case. Raises ``NotFound``."""
    row = ensure_found(CasePaper.objects.filter(case=case, signatories=signatory_id).first())
    return ensure_found(procedure_edition(case.procedure_code, row.edition).paper(row.code))


def _to_sign(case: Case, signatory_id: int, digest: str | None = None) -> tuple[PaperSignatory, Paper]:
    """The signatory and the paper, if it is still the one to sign, and as it was read."""
    procedure = procedure_edition(case.procedure_code, case.edition)
    rows = PaperRows.of_case(case, procedure)
    for paper, row in rows.papers:
        signatory = next((each for each in row.signatories.all() if each.pk == signatory_id), None)
        if signatory is None:
            continue
        if rows.state(paper, row).is_outdated or digest not in (None, row.digest):
            break
        if rows.signatory(signatory).has_signed:
            raise Conflict("paper_signed", "Cette signature est déjà donnée.", hint="Rechargez la page.")
        return signatory, paper
    raise Conflict(
        "paper_changed", "Ce document a changé : il n’est plus à signer.",
        "Une signature porte sur ce qui a été lu, mot pour mot.", "Le nouveau document part par un autre courriel.",
    )  # fmt: skip


def _refuse_same_person(signatory: PaperSignatory, email: str) -> None:
    """One person never signs for two parties: neither by two links, nor by a link and an account."""
    others = PaperSignatory.objects.filter(paper_id=signatory.paper_id).exclude(pk=signatory.pk)
    if others.filter(guest__email=email).exists() or others.filter(answers__person__email=email).exists():
        raise PermissionDenied(
            "same_person", "Cette adresse est celle d’un autre signataire.",
            "Une même personne ne signe pas pour deux.", "Une autre personne signe.",
        )  # fmt: skip


def _add(
    actor: Actor,
    case: Case,
    signatory: PaperSignatory,
    paper: Paper,
    kind: PaperAnswerKind,
    *,
    on: date,
    reason: str = "",
    **evidence: object,
) -> None:
    PaperAnswer.objects.create(
        organisation_id=case.organisation_id, signatory=signatory, kind=kind, digest=signatory.paper.digest,
        answered_on=on, reason=reason.strip(), person_name=actor.name[:200], recorded_at=now(), **evidence,
    )  # fmt: skip
    is_refused = kind is PaperAnswerKind.REFUSED
    add_case_event(
        actor=actor, case=case, kind=CaseEventKind.PAPER_REFUSED if is_refused else CaseEventKind.PAPER_SIGNED,
        on=on, code=paper.code, after=f"{paper.label}, {signatory.name}", reason=reason,
    )  # fmt: skip
    if not is_refused:
        _tell_of_last_signature(actor, case, paper)


def _tell_of_last_signature(actor: Actor, case: Case, paper: Paper) -> None:
    """Tells the owner of the case that everybody has signed: once, since a signature is given once."""
    procedure = procedure_edition(case.procedure_code, case.edition)
    is_own = actor.person_id is not None and actor.person_id == case.owner_id
    if not is_own and paper.code in PaperRows.of_case(case, procedure).signed_codes:
        tell_instructors(
            actor=actor, case=case, title=f"Signé par tous : {paper.label}",
            text=f"Dossier n° {case.number}, « {case.title} » : tous les signataires ont signé « {paper.label} ».",
        )  # fmt: skip
