"""Edits one row, with a reason. A frozen version never changes: the change goes to the draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.plan.models import PlanVersion, RowLine
from pacte.plan.permissions import may
from pacte.plan.queries.content import content_of
from pacte.plan.queries.plans import scope_of
from pacte.plan.records import PlanContent, Row
from pacte.plan.rules.check import check
from pacte.plan.services.storing import Bodies, bodies_of, row_values, store_parts
from pacte.plan.services.versions import draft_of


def edit_row(
    *,
    actor: Actor,
    version: PlanVersion,
    row_key: str,
    changes: Mapping[str, Any],
    seen: str = "",
    bodies: Bodies,
    reason: str,
) -> PlanVersion:
    """Change fields of a row and return the draft that contains them.

    ``changes`` maps fields of ``records.PlanRow`` to their new values. ``seen_digest`` is the digest of the row that
    the person was viewing: if someone changed it since, ``Conflict`` is raised and nothing is written.

    Raises ``NotFound``, ``PermissionDenied``, ``ValidationError`` (no reason, defects) or ``Conflict``.
    """
    if not may(actor, "plan.edit_row", scope_of(version, row_key)):
        raise PermissionDenied(
            "edit_row", "Vous ne portez pas cette action.", hint="Demandez la modification à son porteur ou au pilote."
        )
    if not reason.strip():
        raise ValidationError(
            "reason_missing", "Il manque le motif.", "Toute modification du plan en porte un.", "Écrivez-le."
        )
    draft = draft_of(actor=actor, version=version, reason=reason)
    content = content_of(draft)
    before = _row_of(content, row_key)
    if seen and seen != before.digest:
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
        line = RowLine.objects.select_for_update().get(version=draft, key=row_key)
        for field, value in row_values(after).items():
            setattr(line, field, value)
        line.save()
        if after.leads != before.leads or after.figures != before.figures:
            known = bodies_of(draft)
            line.leads.all().delete()
            line.figures.all().delete()
            store_parts(draft, line, after, {**known, **bodies})
        entry.detail.update(
            version=draft.number,
            row=row_key,
            changes={
                field: {"before": _shown(getattr(before, field)), "after": _shown(getattr(after, field))}
                for field in changes
                if getattr(before, field) != getattr(after, field)
            },
        )
    return draft


def _row_of(content: PlanContent, row_key: str) -> Row:
    for row in content.rows:
        if row.key == row_key:
            return row
    raise NotFound


def _refuse_new_defects(content: PlanContent, before: Row, after: Row) -> None:
    """Refuse an edit that adds defects. A plan may contain old defects of its source."""
    old = {(defect.code, defect.at) for defect in check(content)}
    rows = tuple(after if row is before else row for row in content.rows)
    fresh = [
        defect
        for defect in check(replace(content, rows=rows))
        if defect.is_error and (defect.code, defect.at) not in old
    ]
    if fresh:
        raise ValidationError("plan_defects", " ".join(defect.message for defect in fresh), hint=fresh[0].fix)


def _shown(value: Any) -> Any:
    """Convert a value to plain JSON for the audit entry."""
    if isinstance(value, tuple):
        return [_shown(each) for each in value]
    if hasattr(value, "__dataclass_fields__"):
        return {field: _shown(each) for field, each in asdict(value).items()}
    if value is None or isinstance(value, str | int | bool):
        return value
    if isinstance(value, dict):
        return {str(key): _shown(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_shown(each) for each in value]
    return str(value)
