"""Makes the papers of a case, in the transaction of the move that asks for them, and sends them to be signed."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from pacte.accounts.queries.directory import organisation_names
from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import system_elevation
from pacte.accounts.services import ensure_guest
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, ensure_found
from pacte.kernel.french import format_day
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import queue_guest_letter
from pacte.procedures.models import Application, Case, CasePaper, PaperSignatory
from pacte.procedures.queries.paper_rows import PaperRows
from pacte.procedures.queries.reference_names import reference_names
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure, RequirementKind
from pacte.procedures.records.papers import APPLICANT_PARTY, Paper, PaperParty
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.papers import paper_content, paper_digest, paper_parties, paper_source
from pacte.procedures.rules.transitions import stages_needing
from pacte.procedures.services.applicant_letters import tell_applicant
from pacte.procedures.services.guards import add_case_event, locked_case


def make_papers(*, actor: Actor, case: Case, procedure: Procedure, transition: str, on: date) -> None:
    """Makes the papers of a transition just taken by the locked case; one that already says the same is kept.

    Raises ``ValidationError`` (``paper_incomplete``, ``paper_without_party``, ``paper_one_address``): the move fails.
    """
    taken = procedure.transition(transition)
    for code in taken.papers if taken else ():
        paper = procedure.paper(code)
        if paper is not None:
            with system_elevation():
                _make(actor, case, procedure, paper, on)


def remake_paper(*, actor: Actor, case: Case, code: str) -> None:
    """Makes a paper again from what the case says now: the signatures of the former one no longer count.

    Raises ``NotFound``, ``Conflict`` (``paper_too_late``, ``paper_same``), and the errors of ``make_papers``.
    """
    procedure = procedure_edition(case.procedure_code, case.edition)
    paper = ensure_found(procedure.paper(code))
    with locked_case(actor=actor, case=case, right="procedures.write", name="remake_paper") as (locked, entry):
        if locked.stage not in stages_needing(procedure, RequirementKind.SIGNED, code):
            raise Conflict(
                "paper_too_late", f"« {paper.label} » n’est plus à signer à cette étape.", hint="Rechargez la page."
            )
        entry.detail.update(paper=code)
        with system_elevation():
            if not _make(actor, locked, procedure, paper, today()):
                raise Conflict(
                    "paper_same", f"« {paper.label} » dit déjà ce que dit le dossier.",
                    "La refaire annulerait des signatures pour rien.", "Changez d’abord le dossier.",
                )  # fmt: skip


def ask_to_sign(
    *, actor: Actor, signatory: PaperSignatory, paper: Paper, case: Case, asked_on: date | None = None
) -> None:
    """Writes to a signatory: the link that signs, or a notice where they have an account; nothing to others.

    The caller has checked ``actor``, and reads as the machine. ``asked_on``: when they were asked, in a reminder.
    """
    region = _name_of(case.organisation_id)
    title = f"{'Rappel, à signer' if asked_on else 'À signer'} : {paper.label}"[:200]
    asks = f"Le {format_day(asked_on)}, {region} vous a demandé" if asked_on else f"{region} vous demande"
    text = (
        f"{asks} de signer un document, pour {signatory.name} : « {paper.title} ». "
        f"{'Il attend votre réponse. ' if asked_on else ''}"
        "Lisez-le, puis signez ou refusez en disant pourquoi"
    )
    guest = signatory.guest
    if guest is not None and guest.erased_at is None:
        tail = f"signer/{signatory.pk}/"
        letter = GuestLetterInput(GuestScope.SIGN, title, f"{text} :", subject_id=signatory.pk, tail=tail)
        queue_guest_letter(actor=actor, guest=guest, letter_input=letter)
    elif PaperRows(case, ()).signs_by_account(signatory):
        application = Application.objects.select_related("guest", "plan").filter(case=case).first()
        if application is not None:
            tell_applicant(actor=actor, application=application, title=title, text=f"{text}.")


def _make(actor: Actor, case: Case, procedure: Procedure, paper: Paper, on: date) -> bool:
    """False when the last one already says the same."""
    rows = PaperRows.of_case(case, procedure)
    former = next((row for each, row in rows.papers if each.code == paper.code), None)
    if former and not rows.state(paper, former).is_outdated:
        return False
    values = rows.answers(paper)
    parties = paper_parties(paper, values, region=_name_of(case.organisation_id), applicant=_applicant(case))
    labels = reference_names(procedure.fields, [case.values])
    content = paper_content(procedure, paper, values, parties, labels)
    row = CasePaper.objects.create(
        organisation_id=case.organisation_id, case=case, code=paper.code, edition=case.edition, version=paper.version,
        source=paper_source(paper, values), content=content, digest=paper_digest(content), made_on=on,
        person_name=actor.name[:200], recorded_at=now(),
    )  # fmt: skip
    for rank, party in enumerate(parties, start=1):
        _ask(actor, case, row, paper, party, rank)
    add_case_event(
        actor=actor, case=case, kind=CaseEventKind.PAPER_MADE, on=on, code=paper.code, after=paper.label,
        reason="le dossier a changé : les signatures d’avant ne comptent plus" if former and parties else "",
    )  # fmt: skip
    return True


def _ask(actor: Actor, case: Case, row: CasePaper, paper: Paper, party: PaperParty, rank: int) -> None:
    guest = (
        ensure_guest(
            actor=actor, host=case.organisation, email=party.email, name=party.name,
            synthetic=settings.INSTANCE.name == "demo",
        )
        if party.email
        else None
    )  # fmt: skip
    signatory = PaperSignatory.objects.create(
        organisation_id=case.organisation_id, paper=row, guest=guest, party=party.code, name=party.name[:300], rank=rank
    )
    ask_to_sign(actor=actor, signatory=signatory, paper=paper, case=case)


def _applicant(case: Case) -> PaperParty | None:
    """Who applied: by a link, at its address; or a body, from its account, by hand where the Region opened the case."""
    if case.guest is not None and case.guest.erased_at is None:
        return PaperParty(APPLICANT_PARTY, case.applicant_name or case.guest.email, case.guest.email)
    if case.body is not None:
        return PaperParty(APPLICANT_PARTY, case.applicant_name or _name_of(case.body.pk))
    return None


def _name_of(organisation_id: int) -> str:
    return organisation_names(on=today()).get(organisation_id, "")
