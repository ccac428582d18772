"""Papers of cases: where their signatures stand, one paper to read, and what a signatory sees by their link."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.procedures.models import Case, CasePaper, PaperSignatory
from pacte.procedures.queries.cases import CaseDetail
from pacte.procedures.queries.paper_rows import PaperRows
from pacte.procedures.records.papers import PaperState, SignatoryState
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
    rows = PaperRows.of_case(detail.case, detail.procedure)
    return tuple(CasePaperDetail(row, rows.state(paper, row)) for paper, row in rows.papers)


def case_paper(*, actor: Actor, detail: CaseDetail, paper_id: int) -> CasePaperDetail:
    """Returns one paper of a case, former ones too. Raises ``NotFound`` without the documents of the case."""
    hide_unless(detail.sees_documents)
    row = ensure_found(CasePaper.objects.filter(case=detail.case, pk=paper_id).first())
    paper = ensure_found(procedure_edition(detail.case.procedure_code, row.edition).paper(row.code))
    return CasePaperDetail(row, PaperRows(detail.case.values, ()).state(paper, row))


def signing_detail(*, actor: Actor, signatory_id: int) -> SigningDetail:
    """Returns what the guest of a link is asked to sign. Raises ``NotFound`` for anybody else's."""
    hide_unless(actor.guest_id is not None)
    signatory = ensure_found(PaperSignatory.objects.filter(pk=signatory_id, guest_id=actor.guest_id).first())
    with system_elevation():
        row = CasePaper.objects.select_related("case").prefetch_related("signatories__answers").get(
            pk=signatory.paper_id
        )  # fmt: skip
        procedure = procedure_edition(row.case.procedure_code, row.edition)
        last = CasePaper.objects.filter(case=row.case, code=row.code).latest("pk")
        rows = PaperRows(row.case.values, ())
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
