"""Rows of papers as plain states, on which the rules decide. Two queries a case, none where there are no papers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pacte.accounts.row_context import system_elevation
from pacte.procedures.models import Case, CasePaper, CommitteeDecision, PaperSignatory
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.papers import (
    APPLICANT_PARTY,
    DECISION_FIELDS,
    REGION_PARTY,
    Paper,
    PaperAnswerKind,
    PaperState,
    SignatoryState,
)
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.papers import paper_fields, paper_source


@dataclass(frozen=True)
class PaperRows:
    """The last paper made of each kind in a case, in the order of the description. For one reading of the case."""

    case: Case
    papers: tuple[tuple[Paper, CasePaper], ...]

    @classmethod
    def of_case(cls, case: Case, procedure: Procedure) -> PaperRows:
        """Reads the papers of a case, with their signatories and answers."""
        if not procedure.papers:
            return cls(case, ())
        rows = case.papers.prefetch_related("signatories__answers").order_by("code", "-pk").distinct("code")
        by_code = {each.code: each for each in rows}
        return cls(case, tuple((paper, by_code[paper.code]) for paper in procedure.papers if paper.code in by_code))

    @property
    def signed_codes(self) -> frozenset[str]:
        """The papers that everybody has signed, and that say what the case says now."""
        states = [self.state(paper, row) for paper, row in self.papers if paper.signed_by]
        return frozenset(each.paper.code for each in states if each.is_signed)

    def state(self, paper: Paper, row: CasePaper) -> PaperState:
        """Where a paper stands; any of the case, its signatories and answers prefetched or not."""
        signatories = sorted(row.signatories.all(), key=lambda each: each.rank)
        return PaperState(
            paper=paper,
            paper_id=row.pk,
            made_on=row.made_on,
            # Without its source it was erased with its case: what was signed stays signed.
            is_outdated=bool(row.source)
            and (row.version != paper.version or row.source != paper_source(paper, self.answers(paper))),
            signatories=tuple(self.signatory(each) for each in signatories),
        )

    def answers(self, paper: Paper) -> dict[str, Any]:
        """Returns the values that the paper is made from, by code. No query for a paper that prints answers only.

        Read as the machine: who signs reads on the paper what a committee decided on their own case, nothing else.
        """
        if not paper_fields(paper) & DECISION_FIELDS.keys():
            return dict(self.case.values)
        return {**self.case.values, **self._decided, "move_reason": self._reason_of(paper)}

    @cached_property
    def _decided(self) -> dict[str, Any]:
        with system_elevation():
            decision = (
                CommitteeDecision.objects.filter(case=self.case).select_related("meeting").order_by("-pk").first()
            )
            grant = self.case.grants.order_by("-pk").first()
        return {
            "case_number": self.case.number,
            "case_title": self.case.title,
            "committee_on": decision.meeting.held_on.isoformat() if decision else None,
            "committee_reason": decision.reason if decision else "",
            "amount_granted": grant.cents if grant else None,
        }

    @cached_property
    def _move_reasons(self) -> dict[str, str]:
        """The last reason of each transition taken, the latest transition last."""
        with system_elevation():
            moves = list(self.case.steps.filter(kind=CaseEventKind.MOVED).order_by("pk").values_list("code", "reason"))
        reasons: dict[str, str] = {}
        for code, reason in moves:
            reasons.pop(code, None)
            reasons[code] = reason
        return reasons

    def _reason_of(self, paper: Paper) -> str:
        """Why the transition that makes the paper was taken, the last time."""
        procedure = procedure_edition(self.case.procedure_code, self.case.edition)
        makers = {each.code for each in procedure.transitions if paper.code in each.papers}
        return next((reason for code, reason in reversed(self._move_reasons.items()) if code in makers), "")

    def signs_by_account(self, signatory: PaperSignatory) -> bool:
        """True for the body that applied from its account. A case that the Region opened in its name is on no page."""
        is_applicant = signatory.party == APPLICANT_PARTY and signatory.guest_id is None
        return is_applicant and self.case.body_id is not None and self.case.sent_at is not None

    def signatory(self, signatory: PaperSignatory) -> SignatoryState:
        """Where one signatory stands: a signature is final, else the last answer counts."""
        answers = sorted(signatory.answers.all(), key=lambda each: (each.kind != PaperAnswerKind.REFUSED, each.pk))
        last = answers[-1] if answers else None
        return SignatoryState(
            signatory_id=signatory.pk,
            name=signatory.name,
            is_region=signatory.party == REGION_PARTY,
            has_address=signatory.guest_id is not None,
            has_account=self.signs_by_account(signatory),
            answer=PaperAnswerKind(last.kind) if last else None,
            answered_on=last.answered_on if last else None,
            by=last.person_name if last else "",
            reason=last.reason if last else "",
        )
