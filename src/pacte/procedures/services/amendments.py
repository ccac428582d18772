"""Amendments: some answers change after the award, by the roles of that amendment and with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import ValidationError, ensure_found
from pacte.procedures.models import Case, CaseAmendment
from pacte.procedures.queries.reference_names import unknown_references
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.conditions import is_filled
from pacte.procedures.rules.form_check import form_errors, refuse_form_errors
from pacte.procedures.services.case_versions import add_case_version
from pacte.procedures.services.guards import add_case_event, locked_case, refuse_case_without_reason
from pacte.procedures.services.money_follow_up import set_report_deadlines
from pacte.procedures.services.money_guards import refuse_without_role


def amend_case(
    *, actor: Actor, case: Case, kind: str, values: Mapping[str, Any], on: date, reason: str
) -> CaseAmendment:
    """Changes the answers that this amendment names, and those only: one more version, what was signed stays.

    Raises ``NotFound`` (no such amendment), ``PermissionDenied``, ``ValidationError`` (``amendment_empty``,
    ``form_errors``, without a reason).
    """
    procedure = procedure_edition(case.procedure_code, case.edition)
    amendment = ensure_found(procedure.amendment(kind))
    refuse_without_role(actor, amendment.roles, case)
    refuse_case_without_reason(reason)
    with locked_case(actor=actor, case=case, right="", name="amend", reason=reason) as (locked, entry):
        after = {
            code: values[code]
            for code in amendment.fields
            if code in values and values[code] != locked.values.get(code)
            if is_filled(values[code]) or is_filled(locked.values.get(code))
        }
        if not after:
            raise ValidationError("amendment_empty", "Rien ne change.", hint="Changez une réponse, ou renoncez.")
        before = {code: locked.values.get(code) for code in after}
        answers = {code: each for code, each in {**locked.values, **after}.items() if is_filled(each)}
        refuse_form_errors(form_errors(procedure.form, answers, complete=False))
        fields = [each for each in procedure.fields if each.code in after]
        refuse_form_errors(unknown_references(actor=actor, fields=fields, values=answers))
        add_case_version(actor=actor, case=locked, values=answers, on=on)
        locked.save()
        row = CaseAmendment.objects.create(
            organisation_id=locked.organisation_id, case=locked, kind=kind, before=before, after=after,
            happened_on=on, reason=reason.strip(), recorded_at=now(), person_name=actor.name[:200],
        )  # fmt: skip
        labels = ", ".join(each.label for each in fields)
        add_case_event(
            actor=actor, case=locked, kind=CaseEventKind.AMENDED, on=on, code=kind,
            after=f"{amendment.label} : {labels}", reason=reason,
        )  # fmt: skip
        set_report_deadlines(actor=actor, case=locked, procedure=procedure, on=today())
        entry.detail.update(amendment=row.pk, fields=sorted(after))
    return row
