"""Edits one row, with a reason. A frozen version never changes: the change goes to the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound, ValidationError, deny_unless, refuse_blank
from pacte.plan.models import PlanVersion, VersionRow
from pacte.plan.permissions import may
from pacte.plan.queries.content import content_of_version
from pacte.plan.queries.plans import plan_scope_of_version
from pacte.plan.records import PlanContent, PlanRow
from pacte.plan.rules.check import check_plan
from pacte.plan.services.version_storage import (
    LeadOrganisations,
    lead_organisations_of_version,
    row_column_values,
    store_row_parts,
)
from pacte.plan.services.versions import draft_for_change


def edit_row(
    *,
    actor: Actor,
    version: PlanVersion,
    row_key: str,
    changes: Mapping[str, Any],
    seen_digest: str = "",
    lead_organisations: LeadOrganisations,
    reason: str,
) -> PlanVersion:
    """Change fields of a row and return the draft that contains them.

    ``changes`` maps fields of ``records.PlanRow`` to their new values. ``seen_digest`` is the digest of the row that
    the person was viewing: if someone changed it since, ``Conflict`` is raised and nothing is written.

    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` (no reason, defects) or ``Conflict``.
    """
    deny_unless(
        may(actor, "plan.edit_row", plan_scope_of_version(version, row_key)),
        "edit_row",
        "Vous ne portez pas cette action.",
        hint="Demandez la modification à son porteur ou au pilote.",
    )
    refuse_blank(
        reason, "reason_missing", "Il manque le motif.", "Toute modification du plan en porte un.", "Écrivez-le."
    )
    draft = draft_for_change(actor=actor, version=version, reason=reason)
    content = content_of_version(draft)
    before = _row_by_key(content, row_key)
    if seen_digest and seen_digest != before.digest:
        raise Conflict(
            "row_changed",
            "Quelqu’un a modifié cette action depuis que vous l’avez ouverte.",
            hint="Relisez le projet d’avenant, puis reprenez votre modification.",
        )
    after = replace(before, **changes)
    if after == before:
        return draft
    _refuse_new_defects(content, before, after)
    with audit_event(
        actor=actor,
        name="plan.edit_row",
        subject_kind="plan_action",
        subject_id=f"{version.plan.code}:{before.number}",
        subject_label=f"Action {before.number}",
        organisation_id=version.organisation_id,
        reason=reason.strip(),
    ) as entry:
        stored_row = VersionRow.objects.select_for_update().get(version=draft, key=row_key)
        for field, value in row_column_values(after).items():
            setattr(stored_row, field, value)
        stored_row.save()
        if after.leads != before.leads or after.figures != before.figures:
            draft_organisations = lead_organisations_of_version(draft)
            stored_row.leads.all().delete()
            stored_row.figures.all().delete()
            store_row_parts(draft, stored_row, after, {**draft_organisations, **lead_organisations})
        entry.detail.update(
            version=draft.number,
            row=row_key,
            changes={
                field: {"before": _to_json(getattr(before, field)), "after": _to_json(getattr(after, field))}
                for field in changes
                if getattr(before, field) != getattr(after, field)
            },
        )
    return draft


def _row_by_key(content: PlanContent, row_key: str) -> PlanRow:
    for row in content.rows:
        if row.key == row_key:
            return row
    raise NotFound


def _refuse_new_defects(content: PlanContent, before: PlanRow, after: PlanRow) -> None:
    """Refuse an edit that adds defects. A plan may contain old defects of its source."""
    old = {(defect.code, defect.at) for defect in check_plan(content)}
    rows = tuple(after if row is before else row for row in content.rows)
    fresh = [
        defect
        for defect in check_plan(replace(content, rows=rows))
        if defect.is_error and (defect.code, defect.at) not in old
    ]
    if fresh:
        raise ValidationError("plan_defects", " ".join(defect.message for defect in fresh), hint=fresh[0].hint)


def _to_json(value: Any) -> Any:
    """Convert a value to plain JSON for the audit entry."""
    if isinstance(value, tuple):
        return [_to_json(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field: _to_json(each) for field, each in asdict(value).items()}
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, dict):
        return {str(key): _to_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_to_json(each) for each in value]
    return str(value)
