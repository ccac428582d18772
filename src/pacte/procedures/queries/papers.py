"""Papers of cases: where their signatures stand, one paper to read, and what a signatory sees: theirs alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.procedures.models import Case, CasePaper, PaperSignatory
from pacte.procedures.permissions import may_apply
from pacte.procedures.queries.applications import ApplicationDetail
from pacte.procedures.queries.cases import CaseDetail
from pacte.procedures.queries.paper_rows import PaperRows
from pacte.procedures.records.papers import APPLICANT_PARTY, PaperState, SignatoryState
from pacte.procedures.rules.catalogue import procedure_edition


@dataclass(frozen=True, slots=True)
class CasePaperDetail:
    """A paper of a case and where its signatures stand. ``row`` holds the frozen content."""

    row: CasePaper
    state: PaperState


@dataclass(frozen=True, slots=True)
class SigningDetail:
    """What a signatory sees: the paper, and their own answer. ``is_current``: it is still the one to sign."""

    row: CasePaper
    own: SignatoryState
    is_current: bool
    is_ended: bool
    state: PaperState


def case_papers(*, actor: Actor, detail: CaseDetail) -> tuple[CasePaperDetail, ...]:
    """Returns the last paper of each kind; empty for a reader without the documents of the case."""
    if not detail.sees_documents:
        return ()
    rows = detail.papers
    return tuple(CasePaperDetail(row, rows.state(paper, row)) for paper, row in rows.papers)


def case_paper(*, actor: Actor, detail: CaseDetail, paper_id: int) -> CasePaperDetail:
    """Returns one paper of a case, former ones too. Raises ``NotFound`` without the documents of the case."""
    hide_unless(detail.sees_documents)
    row = ensure_found(CasePaper.objects.filter(case=detail.case, pk=paper_id).first())
    paper = ensure_found(procedure_edition(detail.case.procedure_code, row.edition).paper(row.code))
    return CasePaperDetail(row, PaperRows(detail.case, ()).state(paper, row))


def signing_detail(*, actor: Actor, signatory_id: int) -> SigningDetail:
    """Returns what the guest of a link is asked to sign. Raises ``NotFound`` for anybody else's."""
    hide_unless(actor.guest_id is not None)
    signatory = ensure_found(PaperSignatory.objects.filter(pk=signatory_id, guest_id=actor.guest_id).first())
    return _signing(signatory)


def own_signing_detail(*, actor: Actor, detail: ApplicationDetail, signatory_id: int) -> SigningDetail:
    """Returns what the body that applied is asked to sign, for somebody whose role applies in its name.

    ``detail``: the actor's own, from ``application_by_id``. Raises ``NotFound`` for anybody else's paper or role.
    """
    application = detail.application
    hide_unless(application.case_id is not None and signs_for_applicant(actor, detail))
    with system_elevation():
        signatories = PaperSignatory.objects.filter(paper__case=application.case_id, guest=None, party=APPLICANT_PARTY)
        signatory = ensure_found(signatories.filter(pk=signatory_id).first())
    return _signing(signatory)


def signs_for_applicant(actor: Actor, detail: ApplicationDetail) -> bool:
    """Returns True for somebody who may sign in the name of the body that applied: in a role that applies."""
    body_id = detail.application.body_id
    return body_id is not None and may_apply(actor, detail.procedure, body_id)


def _signing(signatory: PaperSignatory) -> SigningDetail:
    with system_elevation():
        row = CasePaper.objects.select_related("case").prefetch_related("signatories__answers").get(
            pk=signatory.paper_id
        )  # fmt: skip
        procedure = procedure_edition(row.case.procedure_code, row.edition)
        last = CasePaper.objects.filter(case=row.case, code=row.code).latest("pk")
        rows = PaperRows(row.case, ())
        paper = ensure_found(procedure.paper(row.code))
        state = rows.state(paper, row)
        own = next(each for each in state.signatories if each.signatory_id == signatory.pk)
    return SigningDetail(
        row=row, own=own, is_current=last.pk == row.pk and not state.is_outdated,
        is_ended=procedure.stage(row.case.stage).is_end,
        state=state,
    )  # fmt: skip


def own_papers(*, actor: Actor, case: Case) -> tuple[PaperState, ...]:
    """Returns where the papers of a case stand, for who applied. The caller has checked that it is their case."""
    procedure = procedure_edition(case.procedure_code, case.edition)
    if not procedure.papers:
        return ()
    with system_elevation():
        rows = PaperRows.of_case(case, procedure)
        return tuple(rows.state(paper, row) for paper, row in rows.papers)


def own_letter(*, actor: Actor, detail: ApplicationDetail, paper_id: int) -> CasePaperDetail:
    """Returns a paper that nobody signs, for who applied. ``detail``: the actor's own, from ``application_by_id``.

    Raises ``NotFound`` for a paper of another case, and for one that somebody signs.
    """
    case = ensure_found(detail.application.case)
    with system_elevation():
        row = ensure_found(CasePaper.objects.filter(case=case, pk=paper_id).first())
        paper = ensure_found(procedure_edition(case.procedure_code, row.edition).paper(row.code))
        hide_unless(not paper.signed_by)
        return CasePaperDetail(row, PaperRows(case, ()).state(paper, row))


def papers_to_sign(*, actor: Actor, details: Sequence[ApplicationDetail]) -> dict[int, list[int]]:
    """Returns the signatories for whom the actor is asked to sign from their account, by application. Three queries.

    ``details``: the actor's own. One who has refused is not asked again.
    """
    detail_of_case = {
        each.application.case_id: each
        for each in details
        if each.procedure.papers and each.stage and not each.stage.is_end and signs_for_applicant(actor, each)
    }
    if not detail_of_case:
        return {}
    signatories: dict[int, list[int]] = {}
    with system_elevation():
        rows = CasePaper.objects.filter(case__in=detail_of_case).prefetch_related("signatories__answers")
        for row in rows.order_by("case", "code", "-pk").distinct("case", "code"):
            detail = detail_of_case[row.case_id]
            case, paper = ensure_found(detail.application.case), ensure_found(detail.procedure.paper(row.code))
            state = PaperRows(case, ()).state(paper, row)
            awaited = [each.signatory_id for each in state.signatories if each.has_account and each.answer is None]
            if awaited and not state.is_outdated:
                signatories.setdefault(detail.application.pk, []).extend(awaited)
    return signatories
