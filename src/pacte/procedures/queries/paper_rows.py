"""Rows of papers as plain states, on which the rules decide. Two queries a case, none where there are no papers."""

from __future__ import annotations

from pacte.procedures.models import Case, CasePaper, PaperSignatory
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.papers import REGION_PARTY, Paper, PaperAnswerKind, PaperState, SignatoryState
from pacte.procedures.rules.conditions import Values
from pacte.procedures.rules.papers import paper_source


def signed_papers(case: Case, procedure: Procedure) -> frozenset[str]:
    """Returns the papers that everybody has signed, and that say what the case says now."""
    states = [paper_state(paper, row, case.values) for paper, row in last_papers(case, procedure) if paper.signed_by]
    return frozenset(each.paper.code for each in states if each.is_signed)


def last_papers(case: Case, procedure: Procedure) -> list[tuple[Paper, CasePaper]]:
    """Returns the last paper made of each kind, in the order of the description."""
    if not procedure.papers:
        return []
    rows = case.papers.prefetch_related("signatories__answers").order_by("code", "-pk").distinct("code")
    by_code = {each.code: each for each in rows}
    return [(paper, by_code[paper.code]) for paper in procedure.papers if paper.code in by_code]


def paper_state(paper: Paper, row: CasePaper, values: Values) -> PaperState:
    """Returns where a paper stands, its signatories and answers prefetched."""
    signatories = sorted(row.signatories.all(), key=lambda each: each.rank)
    return PaperState(
        paper=paper,
        paper_id=row.pk,
        made_on=row.made_on,
        is_outdated=row.version != paper.version or row.source != paper_source(paper, values),
        signatories=tuple(state_of_signatory(each) for each in signatories),
    )


def state_of_signatory(signatory: PaperSignatory) -> SignatoryState:
    """Returns where one signatory stands: a signature is final, else the last answer counts."""
    answers = sorted(signatory.answers.all(), key=lambda each: (each.kind != PaperAnswerKind.REFUSED, each.pk))
    last = answers[-1] if answers else None
    return SignatoryState(
        signatory_id=signatory.pk,
        name=signatory.name,
        is_region=signatory.party == REGION_PARTY,
        has_address=signatory.guest_id is not None,
        answer=PaperAnswerKind(last.kind) if last else None,
        answered_on=last.answered_on if last else None,
        by=last.person_name if last else "",
        reason=last.reason if last else "",
    )
