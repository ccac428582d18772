"""Keeps the answers of a case: each writing is one more version, and none is rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import ValidationError
from pacte.procedures.models import Case, CaseVersion
from pacte.procedures.records.form import FieldError
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.form_answers import journey_named


def add_case_version(
    *, actor: Actor, case: Case, values: Mapping[str, Any], on: date, is_sending: bool = False
) -> CaseVersion:
    """Makes these the answers of the case, which the caller has locked and saves."""
    case.values = dict(values)
    case.journey_key = journey_named(procedure_edition(case.procedure_code, case.edition).fields, values)
    return CaseVersion.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        values=case.values,
        is_sending=is_sending,
        happened_on=on,
        recorded_at=now(),
        person_name=actor.name[:200],
    )


def refuse_form_errors(errors: list[FieldError]) -> None:
    """Raises ``ValidationError`` (``form_errors``) that names every answer to mend."""
    if errors:
        raise ValidationError(
            "form_errors",
            " ".join(each.message for each in errors),
            hint="Corrigez ces réponses, puis recommencez.",
        )
