"""Reports that who applied owes: written and sent by them, or entered from paper; accepted, or refused with a reason.

Each writing is one more version and none is rewritten. A report accepted is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, PermissionDenied, ensure_found
from pacte.procedures.models import Application, Case, CaseReport, ReportJudgement
from pacte.procedures.queries.applications import application_by_id
from pacte.procedures.queries.money_rows import MoneyRows
from pacte.procedures.queries.reference_names import unknown_references
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.money import ReportKind
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_answers import asked_answers
from pacte.procedures.rules.form_check import form_errors, refuse_form_errors
from pacte.procedures.services.guards import (
    add_case_event,
    locked_case,
    refuse_case_without_reason,
    refuse_invalid_case_date,
)
from pacte.procedures.services.money_follow_up import set_report_deadlines


def save_own_report(*, actor: Actor, application: Application, code: str, values: Mapping[str, Any]) -> CaseReport:
    """Keeps the draft of a report, by who applied or who writes with them. Answers may lack, never be absurd.

    Raises ``NotFound``, ``Conflict`` (``report_closed``, ``file_ended``), ``ValidationError`` (``form_errors``).
    """
    case = _own_case(actor, application)
    return _write_report(actor, case, code, values, is_sent=False, on=today())


def send_own_report(*, actor: Actor, application: Application, code: str, values: Mapping[str, Any]) -> CaseReport:
    """Sends a report, complete. Only who applied sends; sent twice as it is, it is one version.

    Raises as ``save_own_report``, and ``PermissionDenied`` (``sending_right``) for a co-applicant.
    """
    case = _own_case(actor, application, sends=True)
    return _write_report(actor, case, code, values, is_sent=True, on=today())


def enter_report(*, actor: Actor, case: Case, code: str, values: Mapping[str, Any], on: date) -> CaseReport:
    """Enters a report that came on paper on that day, by who instructs. Raises as ``send_own_report``."""
    return _write_report(actor, case, code, values, is_sent=True, on=on, right="procedures.write")


def accept_report(*, actor: Actor, case: Case, code: str, on: date) -> None:
    """Accepts the version that was sent: instalments that wait for it are due. Raises ``Conflict``."""
    _judge_report(actor, case, code, is_accepted=True, on=on, reason="")


def refuse_report(*, actor: Actor, case: Case, code: str, on: date, reason: str) -> None:
    """Refuses the version that was sent, with the reason that who applied reads: the report is due again."""
    refuse_case_without_reason(reason)
    _judge_report(actor, case, code, is_accepted=False, on=on, reason=reason)


def _write_report(
    actor: Actor,
    case: Case,
    code: str,
    values: Mapping[str, Any],
    *,
    is_sent: bool,
    on: date,
    right: str = "",
) -> CaseReport:
    report = _report_kind(case, code)
    is_own = not right
    # Who instructs writes with their own rights; who applied only ever writes on their own case, checked above.
    if is_own:
        with system_elevation():
            return _save_version(actor, case, report, values, is_sent, on, right)
    return _save_version(actor, case, report, values, is_sent, on, right)


def _save_version(
    actor: Actor, case: Case, report: ReportKind, values: Mapping[str, Any], is_sent: bool, on: date, right: str
) -> CaseReport:
    refuse_invalid_case_date(on, since=case.opened_on)
    name = "send_report" if is_sent else "save_report"
    with locked_case(actor=actor, case=case, right=right, name=name) as (locked, entry):
        last = MoneyRows.of_case(locked, _procedure(locked)).sent.get(report.code)
        answers = {key: each for key, each in values.items() if is_filled(each)}
        answers = asked_answers(report.form, answers) if is_sent else answers
        if last and last.values == answers and is_sent and not hasattr(last, "judgement"):
            return last
        _refuse_accepted(last, report)
        refuse_form_errors(form_errors(report.form, answers, complete=is_sent))
        fields = [each for section in report.form for each in section.fields]
        refuse_form_errors(unknown_references(actor=actor, fields=fields, values=answers))
        version = CaseReport.objects.create(
            organisation_id=locked.organisation_id, case=locked, code=report.code, values=answers, is_sent=is_sent,
            is_on_paper=bool(right), happened_on=on, recorded_at=now(), person_name=actor.name[:200],
        )  # fmt: skip
        if is_sent:
            add_case_event(
                actor=actor, case=locked, kind=CaseEventKind.REPORT_SENT, on=on, code=report.code, after=report.label
            )
        entry.detail.update(report=version.pk, code=report.code)
    return version


def _judge_report(actor: Actor, case: Case, code: str, *, is_accepted: bool, on: date, reason: str) -> None:
    report = _report_kind(case, code)
    with locked_case(actor=actor, case=case, right="procedures.write", name="judge_report", reason=reason) as (
        locked,
        entry,
    ):
        last = MoneyRows.of_case(locked, _procedure(locked)).sent.get(code)
        if last is None or hasattr(last, "judgement"):
            raise Conflict(
                "report_state",
                f"« {report.label} » n’attend pas de jugement.",
                "Il n’est pas envoyé, ou il est déjà jugé.",
                "Rechargez la page.",
            )
        refuse_invalid_case_date(on, since=last.happened_on)
        ReportJudgement.objects.create(
            organisation_id=locked.organisation_id, report=last, is_accepted=is_accepted, judged_on=on,
            reason=reason.strip(), recorded_at=now(), person_name=actor.name[:200],
        )  # fmt: skip
        kind = CaseEventKind.REPORT_ACCEPTED if is_accepted else CaseEventKind.REPORT_REFUSED
        add_case_event(actor=actor, case=locked, kind=kind, on=on, code=code, after=report.label, reason=reason)
        set_report_deadlines(actor=actor, case=locked, procedure=_procedure(locked), on=on)
        entry.detail.update(report=last.pk, is_accepted=is_accepted)


def _own_case(actor: Actor, application: Application, *, sends: bool = False) -> Case:
    """The case of who applied. Raises ``NotFound`` for anybody else, and for a draft."""
    detail = application_by_id(actor=actor, application_id=application.pk, on=today())
    if sends and not detail.is_lead:
        raise PermissionDenied(
            "sending_right",
            "Vous écrivez avec quelqu’un : c’est cette personne qui envoie.",
            hint="Prévenez-la que tout est prêt.",
        )
    return ensure_found(detail.application.case)


def _report_kind(case: Case, code: str) -> ReportKind:
    return ensure_found(_procedure(case).report(code))


def _procedure(case: Case) -> Procedure:
    return procedure_edition(case.procedure_code, case.edition)


def _refuse_accepted(last: CaseReport | None, report: ReportKind) -> None:
    if last and hasattr(last, "judgement") and last.judgement.is_accepted:
        raise Conflict(
            "report_closed", f"« {report.label} » est accepté : il ne change plus.", hint="Écrivez un message."
        )
