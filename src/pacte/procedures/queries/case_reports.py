"""The reports that a case owes, with the state of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.procedures.models import Case, CaseReport
from pacte.procedures.queries.money_facts import days_taken, latest_reports
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.money import ReportKind, ReportState
from pacte.procedures.rules.reports import report_due_on


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of a case. ``version``: the last one sent. ``reason``: why it was refused."""

    kind: ReportKind
    state: ReportState
    due_on: date | None
    version: CaseReport | None
    reason: str

    @property
    def is_writable(self) -> bool:
        """True while it may be written: once it is accepted, or before it is asked for, it may not."""
        return self.state not in (ReportState.ACCEPTED, ReportState.LATER)


def report_rows(case: Case, procedure: Procedure) -> tuple[ReportRow, ...]:
    """Returns the reports of a case in the order of its procedure. The caller has checked that it may be read."""
    if not procedure.reports:
        return ()
    taken, sent = days_taken(case), latest_reports(case)
    return tuple(_row(each, sent.get(each.code), report_due_on(each.due, case.values, taken))
                 for each in procedure.reports)  # fmt: skip


def _row(kind: ReportKind, version: CaseReport | None, due_on: date | None) -> ReportRow:
    if version is None:
        return ReportRow(kind, ReportState.EXPECTED if due_on else ReportState.LATER, due_on, None, "")
    judgement = getattr(version, "judgement", None)
    if judgement is None:
        return ReportRow(kind, ReportState.SENT, due_on, version, "")
    state = ReportState.ACCEPTED if judgement.is_accepted else ReportState.REFUSED
    return ReportRow(kind, state, due_on, version, judgement.reason)
