"""Amendments to whole actions. Each one changes the draft, with a reason; voted versions never change."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode, next_action_codes
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ValidationError, deny_unless, hide_unless, refuse_blank
from pacte.kernel.period import Period
from pacte.plan.models import PlanVersion, VersionRow
from pacte.plan.permissions import may
from pacte.plan.queries.content import content_of_version
from pacte.plan.queries.plans import plan_by_code, plan_scope_of_version, version_on
from pacte.plan.records import ActionState, Lead, PlanContent
from pacte.plan.rules import amendments
from pacte.plan.rules.check import check_plan
from pacte.plan.services.draft_changes import write_draft_changes
from pacte.plan.services.version_storage import LeadOrganisations
from pacte.plan.services.versions import draft_for_change

_SETTABLE_STATES = (ActionState.RUNNING, ActionState.SUSPENDED, ActionState.ABANDONED)


def set_action_state(
    *, actor: Actor, version: PlanVersion, number: ActionCode, state: ActionState, since: date, reason: str
) -> PlanVersion:
    """Suspend, abandon or resume an action from a date. Return the changed draft."""
    if state not in _SETTABLE_STATES:
        raise ValidationError(
            "state_unknown", "Cet état ne se donne pas ainsi.", hint="Partagez ou fusionnez l’action."
        )
    return _amend(
        actor,
        version,
        "plan.set_action_state",
        f"Action {number}",
        reason,
        lambda content, _: amendments.with_state(content, number, state, since, reason.strip()),
        {"number": number, "state": state.value, "since": since.isoformat()},
    )


def split_action(
    *, actor: Actor, version: PlanVersion, number: ActionCode, titles: Sequence[str], since: date, reason: str
) -> PlanVersion:
    """Split an action into new ones, numbered after the last number ever used in the plan."""
    wanted = [title for title in titles if title.strip()]

    def change(content: PlanContent, used: frozenset[ActionCode]) -> PlanContent:
        numbers = next_action_codes(used, len(wanted), sibling=number)
        return amendments.with_action_split(content, number, wanted, numbers, since, reason.strip())

    detail: dict[str, object] = {"number": number, "titles": wanted, "since": since.isoformat()}
    return _amend(actor, version, "plan.split_action", f"Action {number}", reason, change, detail)


def merge_actions(
    *, actor: Actor, version: PlanVersion, numbers: Sequence[ActionCode], into: ActionCode, since: date, reason: str
) -> PlanVersion:
    """Merge actions into another one, which takes them over."""
    return _amend(
        actor,
        version,
        "plan.merge_actions",
        f"Action {min(numbers, default=into)}",
        reason,
        lambda content, _: amendments.with_actions_merged(content, numbers, into, since, reason.strip()),
        {
            "number": min(numbers, default=into),
            "numbers": sorted(set(numbers)),
            "into": into,
            "since": since.isoformat(),
        },
    )


def continue_action(
    *, actor: Actor, version: PlanVersion, number: ActionCode, origin_plan: str, origin_number: ActionCode, reason: str
) -> PlanVersion:
    """Record that an action continues one of another plan.

    The actor must be able to see that plan, and it must contain the origin action.
    """
    plan = plan_by_code(actor=actor, code=origin_plan)
    if plan.pk == version.plan_id:
        raise ValidationError("lineage_of_itself", "C’est le même plan.", hint="Choisissez un plan antérieur.")
    origin = version_on(actor=actor, plan=plan, on=date.max)
    hide_unless(origin_number in content_of_version(origin).numbers)
    return _amend(
        actor,
        version,
        "plan.continue_action",
        f"Action {number}",
        reason,
        lambda content, _: amendments.with_continuation(content, number, origin_plan, origin_number),
        {"number": number, "origin": f"{origin_plan}:{origin_number}"},
    )


def add_action(
    *,
    actor: Actor,
    version: PlanVersion,
    title: str,
    short_title: str = "",
    description: str = "",
    operational_code: str,
    leads: tuple[Lead, ...] = (),
    lead_organisations: LeadOrganisations | None = None,
    reason: str,
) -> PlanVersion:
    """Add an action at the end of its axis, numbered after the last number ever used in the plan."""
    refuse_blank(title, "missing_title", "Il manque l’intitulé de l’action.", hint="Écrivez-le.")

    def change(content: PlanContent, used: frozenset[ActionCode]) -> PlanContent:
        (number,) = next_action_codes(used, 1, sibling=amendments.preceding_action_code(content, operational_code))
        row = amendments.new_action_row(content, number, title, description, operational_code, leads)
        return amendments.with_action(content, row, short_title.strip())

    return _amend(
        actor, version, "plan.add_action", title.strip(), reason, change, {"title": title.strip()}, lead_organisations
    )


def add_period(*, actor: Actor, version: PlanVersion, period: Period, reason: str) -> PlanVersion:
    """Add a period to the schedule. The years of the plan are extended to cover it."""
    return _amend(
        actor,
        version,
        "plan.add_period",
        f"Période {period.code}",
        reason,
        lambda content, _: amendments.with_period(content, period),
        {"period": period.code},
    )


def restore_action(*, actor: Actor, version: PlanVersion, number: ActionCode, reason: str) -> PlanVersion:
    """Restore an action of the draft to its state in the base version."""
    if version.base is None:
        raise NotFound
    base = content_of_version(version.base)
    return _amend(
        actor,
        version,
        "plan.take_back_act",
        f"Action {number}",
        reason,
        lambda content, _: amendments.with_action_restored(content, base, number),
        {"number": number},
    )


def _amend(
    actor: Actor,
    version: PlanVersion,
    name: str,
    label: str,
    reason: str,
    change: Callable[[PlanContent, frozenset[ActionCode]], PlanContent],
    detail: dict[str, object],
    lead_organisations: LeadOrganisations | None = None,
) -> PlanVersion:
    """Apply ``change`` to the draft.

    ``change`` receives the content of the draft and the action codes used in any version of the plan.
    """
    deny_unless(
        may(actor, "plan.reshape", plan_scope_of_version(version)),
        "plan_right",
        "Votre fonction ne permet pas de décider de ce que devient une action.",
        hint="Proposez-le au pilote du pacte.",
    )
    refuse_blank(
        reason, "reason_missing", "Il manque le motif.", "Toute modification du plan en porte un.", "Écrivez-le."
    )
    with audit_event(
        actor=actor,
        name=name,
        subject_kind="plan",
        subject_id=version.plan_id,
        subject_label=label,
        organisation_id=version.organisation_id,
        reason=reason.strip(),
    ) as entry:
        draft = draft_for_change(actor=actor, version=version, reason=reason)
        # Serialise concurrent changes to one draft: each reads the rows that it changes.
        PlanVersion.objects.select_for_update().get(pk=draft.pk)
        before = content_of_version(draft)
        after = change(before, _used_codes(draft))
        _refuse_new_defects(before, after)
        write_draft_changes(draft, before, after, lead_organisations or {})
        numbers = detail.get("number")
        if numbers is not None:
            entry.set_subject("plan_action", f"{version.plan.code}:{numbers}", label)
        entry.detail.update(version=draft.number, **detail)
    return draft


def _used_codes(version: PlanVersion) -> frozenset[ActionCode]:
    rows = VersionRow.objects.filter(version__plan_id=version.plan_id)
    return frozenset(rows.values_list("plan_action__number", flat=True).distinct())


def _refuse_new_defects(before: PlanContent, after: PlanContent) -> None:
    old = {(defect.code, defect.at) for defect in check_plan(before)}
    fresh = [each for each in check_plan(after) if each.is_error and (each.code, each.at) not in old]
    if fresh:
        raise ValidationError("plan_defects", " ".join(each.message for each in fresh), hint=fresh[0].hint)
