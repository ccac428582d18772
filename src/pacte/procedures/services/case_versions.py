"""Keeps the answers of a case: each writing is one more version, and none is rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.procedures.models import Case, CaseVersion
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.form_answers import journey_named
from pacte.procedures.services.conflicts import refresh_conflicts


def add_case_version(
    *, actor: Actor, case: Case, values: Mapping[str, Any], on: date, is_sending: bool = False
) -> CaseVersion:
    """Makes these the answers of the case, which the caller has locked and saves."""
    case.values = dict(values)
    case.journey_key = journey_named(procedure_edition(case.procedure_code, case.edition).fields, values)
    refresh_conflicts(actor=actor, case=case)
    return CaseVersion.objects.create(
        organisation_id=case.organisation_id,
        case=case,
        values=case.values,
        is_sending=is_sending,
        happened_on=on,
        recorded_at=now(),
        person_name=actor.name[:200],
    )
