"""Writes on milestones: create, move with a reason, complete, reopen, drop, set dependencies."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date

from pacte.audit.services import audit_event
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, ValidationError, refuse_blank
from pacte.steering.models import Milestone, MilestoneEvent
from pacte.steering.records import MilestoneEventKind
from pacte.steering.rules.milestone_status import creates_dependency_cycle
from pacte.steering.services.answer_locks import AnswerContext, lock_answer


def set_milestone(
    *, actor: Actor, round_id: int, number: ActionCode, title: str, due_on: date, on: date, after: Collection[int] = ()
) -> Milestone:
    """Creates a milestone. ``after``: ids of milestones of the same plan that must be reached before."""
    if not title.strip() or len(title) > 300:
        raise ValidationError(
            "milestone_title", "Le jalon n’a pas de nom, ou un nom trop long.", hint="Dites ce qui est fait."
        )
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    before = _milestones_of_plan(context, after)
    with audit_event(
        actor=actor, name="milestone.set", organisation_id=context.round.organisation_id, **context.subject
    ) as entry:
        milestone = Milestone.objects.create(
            organisation_id=context.round.organisation_id,
            plan_action_id=context.led.plan_action_id,
            title=title.strip(),
            due_on=due_on,
            owner_id=next((each.person_id for each in context.led.people), None),
        )
        milestone.depends_on.set(before)
        _add_event(milestone, MilestoneEventKind.SET, actor, on, due_on=due_on)
        entry.detail.update(milestone=milestone.title, due_on=due_on.isoformat())
    return milestone


def move_milestone(
    *, actor: Actor, round_id: int, number: ActionCode, milestone_id: int, due_on: date, reason: str, on: date
) -> None:
    """Changes the due date, with a reason. Earlier dates stay readable in the events."""
    context, milestone = _lock_open_milestone(actor, round_id, number, milestone_id, on)
    if due_on == milestone.due_on:
        raise ValidationError("same_date", "C’est la date actuelle du jalon.", hint="Donnez-en une autre.")
    with _audit_milestone(context, actor, "milestone.move", milestone, _required_reason(reason)):
        milestone.due_on = due_on
        milestone.save(update_fields=["due_on"])
        _add_event(milestone, MilestoneEventKind.MOVED, actor, on, due_on=due_on, reason=reason)


def complete_milestone(
    *, actor: Actor, round_id: int, number: ActionCode, milestone_id: int, done_on: date, on: date, note: str = ""
) -> None:
    """Marks a milestone as done on a date that is not in the future."""
    if done_on > on:
        raise ValidationError(
            "done_later", "Un jalon ne peut pas être atteint demain.", hint="Donnez le jour où il l’a été."
        )
    context, milestone = _lock_open_milestone(actor, round_id, number, milestone_id, on)
    with _audit_milestone(context, actor, "milestone.done", milestone, note.strip()):
        milestone.done_on = done_on
        milestone.save(update_fields=["done_on"])
        _add_event(milestone, MilestoneEventKind.DONE, actor, done_on, reason=note)


def reopen_milestone(
    *, actor: Actor, round_id: int, number: ActionCode, milestone_id: int, reason: str, on: date
) -> None:
    """Reopens a milestone that was done or dropped."""
    context, milestone = _lock_milestone(actor, round_id, number, milestone_id, on)
    if milestone.done_on is None and milestone.dropped_on is None:
        raise Conflict("milestone_open", "Ce jalon est déjà ouvert.", hint="Rechargez la page.")
    with _audit_milestone(context, actor, "milestone.reopen", milestone, _required_reason(reason)):
        milestone.done_on = milestone.dropped_on = None
        milestone.save(update_fields=["done_on", "dropped_on"])
        _add_event(milestone, MilestoneEventKind.REOPENED, actor, on, reason=reason)


def drop_milestone(
    *, actor: Actor, round_id: int, number: ActionCode, milestone_id: int, reason: str, on: date
) -> None:
    """Drops a milestone; it no longer blocks its followers."""
    context, milestone = _lock_open_milestone(actor, round_id, number, milestone_id, on)
    with _audit_milestone(context, actor, "milestone.drop", milestone, _required_reason(reason)):
        milestone.dropped_on = on
        milestone.save(update_fields=["dropped_on"])
        _add_event(milestone, MilestoneEventKind.DROPPED, actor, on, reason=reason)


def set_milestone_dependencies(
    *, actor: Actor, round_id: int, number: ActionCode, milestone_id: int, after: Collection[int], on: date
) -> None:
    """Sets the milestones that must be reached before. Raises ``ValidationError`` when that makes a cycle."""
    context, milestone = _lock_open_milestone(actor, round_id, number, milestone_id, on)
    before = _milestones_of_plan(context, after)
    links = _dependency_graph(context)
    for each in before:
        if creates_dependency_cycle(links, milestone.pk, each.pk):
            raise ValidationError(
                "milestone_circle",
                f"« {milestone.title} » ne peut pas attendre « {each.title} ».",
                "Celui-ci l’attend déjà, directement ou par d’autres.",
                "Retirez d’abord l’autre lien.",
            )
        links.setdefault(milestone.pk, set()).add(each.pk)
    with _audit_milestone(context, actor, "milestone.tie", milestone, ""):
        milestone.depends_on.set(before)


def wait_for_milestone(
    *, actor: Actor, round_id: int, number: ActionCode, milestone_id: int, awaited_id: int, on: date
) -> None:
    """Adds one milestone to those that must be reached before. Raises like ``set_milestone_dependencies``."""
    before = Milestone.objects.filter(followers=milestone_id).values_list("pk", flat=True)
    set_milestone_dependencies(
        actor=actor, round_id=round_id, number=number, milestone_id=milestone_id, after={*before, awaited_id}, on=on
    )


def _lock_milestone(
    actor: Actor, round_id: int, number: ActionCode, milestone_id: int, on: date
) -> tuple[AnswerContext, Milestone]:
    context = lock_answer(actor=actor, round_id=round_id, number=number, on=on)
    # Lock all milestones of the plan in one order, so that two concurrent dependencies cannot make a cycle.
    every = Milestone.objects.select_for_update().filter(plan_action__plan=context.round.plan).order_by("pk")
    milestone = next((each for each in every if each.pk == milestone_id), None)
    if milestone is None or milestone.plan_action_id != context.led.plan_action_id:
        raise NotFound
    return context, milestone


def _lock_open_milestone(
    actor: Actor, round_id: int, number: ActionCode, milestone_id: int, on: date
) -> tuple[AnswerContext, Milestone]:
    context, milestone = _lock_milestone(actor, round_id, number, milestone_id, on)
    if milestone.done_on or milestone.dropped_on:
        raise Conflict(
            "milestone_over", "Ce jalon est déjà atteint ou abandonné.", hint="Rouvrez-le d’abord, en disant pourquoi."
        )
    return context, milestone


def _milestones_of_plan(context: AnswerContext, identifiers: Collection[int]) -> list[Milestone]:
    milestones = list(Milestone.objects.filter(pk__in=identifiers, plan_action__plan=context.round.plan).order_by("pk"))
    if len(milestones) != len(set(identifiers)):
        raise NotFound
    return milestones


def _dependency_graph(context: AnswerContext) -> dict[int, set[int]]:
    """Returns the dependencies of every milestone of the plan."""
    links: dict[int, set[int]] = {}
    pairs = Milestone.objects.filter(plan_action__plan=context.round.plan, depends_on__isnull=False)
    for identifier, before in pairs.values_list("pk", "depends_on"):
        links.setdefault(identifier, set()).add(before)
    return links


def _required_reason(reason: str) -> str:
    refuse_blank(reason, "reason_missing", "Il manque le motif.", "Le comité le lira.", "Écrivez-le en une phrase.")
    return reason.strip()


@contextmanager
def _audit_milestone(
    context: AnswerContext, actor: Actor, name: str, milestone: Milestone, reason: str
) -> Iterator[None]:
    with audit_event(
        actor=actor, name=name, organisation_id=context.round.organisation_id, reason=reason, **context.subject
    ) as entry:
        entry.detail.update(milestone=milestone.title)
        yield


def _add_event(
    milestone: Milestone,
    kind: MilestoneEventKind,
    actor: Actor,
    happened_on: date,
    *,
    due_on: date | None = None,
    reason: str = "",
) -> None:
    MilestoneEvent.objects.create(
        organisation_id=milestone.organisation_id,
        milestone=milestone,
        kind=kind,
        happened_on=happened_on,
        recorded_at=now(),
        due_on=due_on,
        reason=reason.strip(),
        person_name=actor.name,
    )
