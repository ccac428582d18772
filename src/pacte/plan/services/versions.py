"""Lifecycle of a version: draft, voted, signed, in force. One draft at a time; voted versions never change."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError, deny_unless
from pacte.plan.models import Plan, PlanVersion
from pacte.plan.permissions import PlanScope, may
from pacte.plan.queries.content import content_of_version
from pacte.plan.queries.plans import plan_scope_of_version
from pacte.plan.records import PlanContent, VersionState
from pacte.plan.rules.check import check_plan
from pacte.plan.rules.versions import VERSION_TRANSITIONS, is_frozen, missing_required_fields
from pacte.plan.services.version_storage import LeadOrganisations, lead_organisations_of_version, store_content

# A voted version is no longer a draft: its label changes.
_DRAFT_LABEL, _VOTED_LABEL = "Projet d’avenant", "Avenant"


def create_plan(
    *,
    actor: Actor,
    organisation: Organisation,
    content: PlanContent,
    lead_organisations: LeadOrganisations,
    reason: str = "",
    is_synthetic: bool = False,
) -> PlanVersion:
    """Create a plan and its first draft. ``is_synthetic`` marks an invented plan, for demonstrations.

    Raises ``PermissionDenied``, ``Conflict`` (code taken) or ``ValidationError`` (defects).
    """
    _refuse_unless(actor, "plan.import", PlanScope(host_id=organisation.pk))
    _refuse_defects(content)
    if Plan.objects.filter(code=content.code).exists():
        raise _code_taken(content.code)
    with audit_event(actor=actor, name="plan.create", organisation_id=organisation.pk, reason=reason) as entry:
        # The first version is created in the same transaction: row-level security shows a plan through its versions.
        plan = Plan(
            code=content.code,
            organisation=organisation,
            title=content.title,
            region=content.region,
            first_year=content.first_year,
            last_year=content.last_year,
            is_synthetic=is_synthetic,
        )
        try:
            with transaction.atomic():
                plan.save()
        except IntegrityError as error:  # The code belongs to a draft that the actor may not see.
            raise _code_taken(content.code) from error
        version = _new_version(actor, plan, None, content, reason)
        store_content(version, content, lead_organisations)
        entry.set_subject("plan", plan.pk, plan.title)
        entry.detail.update(version=version.number, rows=len(content.rows), total_cents=content.total_cents)
    return version


def open_draft(*, actor: Actor, plan: Plan, base: PlanVersion, reason: str = "") -> PlanVersion:
    """Open a draft as a copy of ``base``. Raises ``Conflict`` when a draft is already open."""
    _refuse_unless(actor, "plan.import", plan_scope_of_version(base))
    return copy_as_draft(actor=actor, plan=plan, base=base, reason=reason)


def copy_as_draft(*, actor: Actor, plan: Plan, base: PlanVersion, reason: str) -> PlanVersion:
    """Open a draft as a copy of ``base``, for a service that has already checked the actor's permission."""
    return _create_draft(actor, plan, base, content_of_version(base), lead_organisations_of_version(base), reason)


def draft_for_change(*, actor: Actor, version: PlanVersion, reason: str) -> PlanVersion:
    """Return the draft to change: ``version`` if it is a draft, else the open draft, else a new one.

    For a service that has already checked the permission to make the change.
    """
    if version.state == VersionState.DRAFT:
        return version
    current = PlanVersion.objects.select_related("plan", "base").filter(plan=version.plan, state=VersionState.DRAFT)
    return current.first() or copy_as_draft(actor=actor, plan=version.plan, base=version, reason=reason)


def replace_draft(
    *,
    actor: Actor,
    plan: Plan,
    base: PlanVersion,
    content: PlanContent,
    lead_organisations: LeadOrganisations,
    reason: str,
) -> PlanVersion:
    """Write ``content`` to a new draft, or replace the content of the open draft. One transaction."""
    _refuse_unless(actor, "plan.import", plan_scope_of_version(base))
    _refuse_defects(content)
    current = PlanVersion.objects.filter(plan=plan, state=VersionState.DRAFT).first()
    base_organisations = lead_organisations_of_version(base)
    if current is None:
        return _create_draft(actor, plan, base, content, {**base_organisations, **lead_organisations}, reason)
    with audit_event(
        actor=actor,
        name="plan.replace_draft",
        subject_kind="plan",
        subject_id=plan.pk,
        subject_label=plan.title,
        organisation_id=plan.organisation_id,
        reason=reason,
    ) as entry:
        for related_records in (
            current.standings,
            current.lineage,
            current.amounts,
            current.figures,
            current.leads,
            current.rows,
            current.action_lines,
            current.objectives,
            current.axes,
        ):
            related_records.all().delete()
        set_version_header(current, content, reason)
        current.save()
        store_content(current, content, {**base_organisations, **lead_organisations})
        entry.detail.update(version=current.number)
    return current


def discard_draft(*, actor: Actor, version: PlanVersion, reason: str) -> None:
    """Delete a draft. The audit log keeps a record of it."""
    _refuse_unless(actor, "plan.import", plan_scope_of_version(version))
    if version.state != VersionState.DRAFT:
        raise Conflict("version_frozen", "Cette version a été votée : elle ne s’efface pas.")
    with audit_event(
        actor=actor,
        name="plan.discard_draft",
        subject_kind="plan",
        subject_id=version.plan_id,
        subject_label=version.plan.title,
        organisation_id=version.organisation_id,
        reason=reason,
    ) as entry:
        entry.detail.update(version=version.number, label=version.label)
        version.delete()


def vote(*, actor: Actor, version: PlanVersion, assembly: str, number: str, on: date) -> None:
    """Record the assembly's vote: the version becomes frozen.

    Raises ``ValidationError`` when the assembly or number is missing, or when the content has errors.
    """
    _take_transition(
        "plan.vote",
        actor,
        version,
        vote_body=assembly.strip(),
        vote_number=number.strip(),
        voted_on=on,
        label=version.label.replace(_DRAFT_LABEL, _VOTED_LABEL),
    )


def sign(*, actor: Actor, version: PlanVersion, on: date) -> None:
    """Record the signature by the State and the Region. Raises ``ValidationError`` when it precedes the vote."""
    if version.voted_on and on < version.voted_on:
        raise ValidationError(
            "signed_before_vote", "La signature serait antérieure au vote.", hint="Vérifiez les deux dates."
        )
    _take_transition("plan.sign", actor, version, signed_on=on)


def put_in_force(*, actor: Actor, version: PlanVersion, on: date) -> None:
    """Put the version in force from ``on``. Earlier versions remain readable at their dates."""
    latest = PlanVersion.objects.filter(plan=version.plan).aggregate(day=Max("in_force_from"))["day"]
    if latest and on < latest:
        raise ValidationError(
            "in_force_order",
            f"Une version est déjà en vigueur depuis le {latest:%d/%m/%Y}.",
            hint="Choisissez une date égale ou postérieure.",
        )
    _take_transition("plan.put_in_force", actor, version, in_force_from=on)


def _take_transition(right: str, actor: Actor, version: PlanVersion, **values: object) -> None:
    """Apply a transition of ``rules.versions``: check its permission, its required fields and the two states."""
    transition = next(each for each in VERSION_TRANSITIONS if each.act == right)
    _refuse_unless(actor, transition.act, plan_scope_of_version(version))
    missing = missing_required_fields(transition, values)
    if missing:
        raise ValidationError(
            "step_incomplete",
            f"Pour {transition.label}, il manque {' et '.join(need.label for need in missing)}.",
            hint="Recopiez-les depuis l’acte.",
        )
    if not is_frozen(transition.before):
        _refuse_defects(content_of_version(version))
    _set_state(actor, version, transition.before, transition.after, transition.act, **values)


def _set_state(
    actor: Actor, version: PlanVersion, before: VersionState, after: VersionState, name: str, **values: object
) -> None:
    locked = PlanVersion.objects.select_for_update().get(pk=version.pk)
    if locked.state != before:
        raise Conflict("version_state", "Cette version n’en est plus là.", hint="Rechargez la page.")
    with audit_event(
        actor=actor,
        name=name,
        subject_kind="plan",
        subject_id=version.plan_id,
        subject_label=version.plan.title,
        organisation_id=version.organisation_id,
    ) as entry:
        for field, value in {**values, "state": after}.items():
            setattr(locked, field, value)
        if after == VersionState.IN_FORCE:
            locked.put_in_force_at = now()
        locked.save()
        entry.detail.update(version=version.number, **{field: str(value) for field, value in values.items()})
    version.refresh_from_db()


def _create_draft(
    actor: Actor,
    plan: Plan,
    base: PlanVersion,
    content: PlanContent,
    lead_organisations: LeadOrganisations,
    reason: str,
) -> PlanVersion:
    if PlanVersion.objects.filter(plan=plan, state=VersionState.DRAFT).exists():
        raise Conflict("draft_open", "Un projet d’avenant est déjà ouvert.", hint="Complétez-le, ou abandonnez-le.")
    with audit_event(
        actor=actor,
        name="plan.open_draft",
        subject_kind="plan",
        subject_id=plan.pk,
        subject_label=plan.title,
        organisation_id=plan.organisation_id,
        reason=reason,
    ) as entry:
        version = _new_version(actor, plan, base, content, reason)
        store_content(version, content, lead_organisations)
        entry.detail.update(version=version.number, base=base.number)
    return version


def _new_version(actor: Actor, plan: Plan, base: PlanVersion | None, content: PlanContent, reason: str) -> PlanVersion:
    number = (plan.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = PlanVersion(
        plan=plan,
        organisation_id=plan.organisation_id,
        number=number,
        state=VersionState.DRAFT,
        base=base,
        label="Plan initial" if number == 1 else f"{_DRAFT_LABEL} {number - 1}",
        created_at=now(),
        created_by_name=actor.name,
    )
    set_version_header(version, content, reason)
    version.save()
    return version


def set_version_header(version: PlanVersion, content: PlanContent, reason: str) -> None:
    """Set the descriptive fields of a version from its content."""
    version.title = content.title
    version.document_title = content.document_title
    version.decided_on = content.decided_on
    version.source = content.source
    version.first_year = content.first_year
    version.last_year = content.last_year
    version.periods = [period.code for period in content.periods]
    version.publics = [asdict(public) for public in content.publics]
    version.reason = reason


def _code_taken(code: str) -> Conflict:
    return Conflict("plan_exists", f"Le plan « {code} » existe déjà.", hint="Importez-le comme un avenant.")


def _refuse_defects(content: PlanContent) -> None:
    errors = [defect for defect in check_plan(content) if defect.is_error]
    if errors:
        raise ValidationError(
            "plan_defects",
            f"Le plan a {len(errors)} défaut(s) qui empêchent de l’écrire.",
            " ".join(defect.message for defect in errors[:5]),
            "Corrigez-les puis recommencez.",
        )


def _refuse_unless(actor: Actor, name: str, scope: PlanScope) -> None:
    deny_unless(
        may(actor, name, scope),
        "plan_right",
        "Votre fonction ne permet pas cet acte sur le plan.",
        hint="Demandez-le au pilote du pacte.",
    )
