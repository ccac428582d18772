"""The cases of a list with their answers, in batches: whoever may not read documents gets none that is personal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.procedures.queries.case_list import CaseFilters, filtered_cases
from pacte.procedures.queries.cases import CaseSummary, case_summary, with_due_dates
from pacte.procedures.queries.readable import case_reach
from pacte.procedures.queries.reference_names import ReferenceNames, reference_names

_BATCH = 500


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """A case with its answers. ``in_full``: the reader may read its documents, hence what is personal in it."""

    summary: CaseSummary
    applicant_name: str
    sent_at: datetime | None
    values: Mapping[str, Any]
    in_full: bool


@dataclass(frozen=True, slots=True)
class CaseExportBatch:
    """``names``: of what the answers refer to, when one procedure is asked.

    ``last``: the number after which the next batch begins.
    """

    cases: tuple[ExportedCase, ...]
    names: ReferenceNames
    last: int


def exported_cases(*, actor: Actor, plan: Plan, filters: CaseFilters, on: date, after: int = 0) -> CaseExportBatch:
    """Returns the cases asked whose number is above ``after``, by number; none at the end.

    Raises ``NotFound`` without access to the list.
    """
    documents = case_reach(actor=actor, plan=plan, on=on, right="procedures.read_documents")
    rest = filtered_cases(actor=actor, plan=plan, filters=filters, on=on).filter(number__gt=after)
    cases = list(with_due_dates(rest.order_by("number"))[:_BATCH])
    rows = [(case, documents.holds(case)) for case in cases]
    exported = tuple(
        ExportedCase(
            summary=case_summary(case, on),
            applicant_name=case.applicant_name if in_full else "",
            sent_at=case.sent_at,
            values=case.values,
            in_full=in_full,
        )
        for case, in_full in rows
    )
    editions = {case.edition: case_in.summary.procedure for case, case_in in zip(cases, exported, strict=True)}
    fields = [each for procedure in editions.values() for each in procedure.fields] if filters.procedure else []
    names = reference_names(fields, [case.values for case in exported])
    return CaseExportBatch(exported, names, cases[-1].number if cases else after)
