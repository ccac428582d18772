"""Issues the statement of decisions: numbers it, freezes it and notifies the owners, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import Max

from pacte.accounts.queries import memberships
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import apply_french_spacing, format_day, pluralise
from pacte.notifications.services import notify
from pacte.plan.models import Plan
from pacte.steering.models import Committee
from pacte.steering.queries.committees import committee_agenda
from pacte.steering.queries.decisions import decisions_of_committee
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import DecisionSummary
from pacte.steering.records.statement import Statement, StatementDecision
from pacte.steering.rules.pack_builder import format_start_time
from pacte.steering.rules.serialisation import json_digest, record_to_json
from pacte.steering.services.committees import committee_audit, lock_committee, recorded_at_for

# Roles notified in the organisation that owns a decision, when no person is named.
_NOTIFIED_ROLES = (Role.ACTION_LEAD, Role.PARTNER)


def issue_statement(
    *,
    actor: Actor,
    committee: Committee,
    on: date,
    version: str,
    titles: Mapping[ActionCode, str],
    address_of: Callable[[int], str] = str,
    synthetic: bool = False,
) -> Committee:
    """Freezes the decisions in a numbered statement and notifies their owners.

    ``titles``: names of the actions; ``address_of``: the page of a decision, by its number.
    Raises ``NotFound``, ``PermissionDenied``, or ``Conflict`` when the meeting is not held, the statement is already
    issued, or a decision has no owner.
    """
    locked = lock_committee(actor, "committee.issue", committee, CommitteeState.HELD)
    decisions = decisions_of_committee(actor=actor, committee_id=locked.pk, on=max(on, locked.held_on))
    orphans = [line.ref for line in decisions if line.owner_id is None and line.owner_body_id is None]
    if orphans:
        raise Conflict(
            "decision_without_owner",
            f"{', '.join(orphans)} : personne n’en répond.",
            "Un relevé dit qui fait quoi.",
            "Donnez un responsable à chaque décision, personne ou organisme.",
        )
    Plan.objects.select_for_update(no_key=True).get(pk=locked.plan_id)
    last_number = Committee.objects.filter(plan_id=locked.plan_id).aggregate(last=Max("statement_number"))["last"] or 0
    with committee_audit(actor, "committee.issue", locked) as entry:
        statement = Statement(
            number=last_number + 1,
            plan_code=locked.plan.code,
            plan_title=locked.plan.title,
            version=version,
            committee_number=locked.number,
            title=locked.title,
            held_on=locked.held_on,
            hour=format_start_time(locked.starts_at),
            place=locked.place,
            issued_on=on,
            issued_by=actor.name,
            synthetic=synthetic,
            points=tuple(
                apply_french_spacing(point.title) for point in committee_agenda(actor=actor, committee=locked)
            ),
            decisions=tuple(_statement_decision(line, titles) for line in decisions),
        )
        locked.statement = record_to_json(statement)
        locked.statement_digest = json_digest(locked.statement)
        locked.statement_number = statement.number
        locked.issued_at, locked.issued_by_name = recorded_at_for(actor, on), actor.name[:200]
        locked.state = CommitteeState.ISSUED
        locked.save()
        # No notification when the system actor loads past meetings.
        notified_count = (
            0 if actor.is_system and on != today() else _notify_owners(actor, locked, decisions, on, address_of)
        )
        entry.detail.update(number=statement.number, digest=locked.statement_digest, told=notified_count)
    return locked


def _statement_decision(decision: DecisionSummary, titles: Mapping[ActionCode, str]) -> StatementDecision:
    return StatementDecision(
        ref=decision.ref,
        number=decision.number,
        text=apply_french_spacing(decision.text),
        actions=tuple(
            apply_french_spacing(f"{number} {titles.get(number, '')}".strip()) for number in decision.actions
        ),
        owner=decision.owner_label,
        due=format_day(decision.due_on) if decision.due_on else "sans échéance",
        effect=apply_french_spacing(decision.expected_effect),
        check=format_day(decision.check_on) if decision.check_on else "",
        due_on=decision.due_on,
        check_on=decision.check_on,
    )


def _notify_owners(
    actor: Actor, committee: Committee, decisions: list[DecisionSummary], on: date, address_of: Callable[[int], str]
) -> int:
    """Sends one notification per person, whatever the number of decisions. Returns the number of people."""
    bodies = {line.owner_body_id for line in decisions if line.owner_id is None and line.owner_body_id}
    people_by_body = _people_by_body(actor, committee.organisation_id, bodies, on)
    decisions_by_person: defaultdict[int, list[DecisionSummary]] = defaultdict(list)
    for line in decisions:
        for person in [line.owner_id] if line.owner_id else people_by_body.get(line.owner_body_id or 0, []):
            decisions_by_person[person].append(line)
    for person, own in decisions_by_person.items():
        notify(
            actor=actor,
            host_id=committee.organisation_id,
            person_ids=[person],
            kind="decision",
            subject=f"{committee.title} : {pluralise(len(own), 'décision vous revient', 'décisions vous reviennent')}",
            text="\n".join(_decision_text(line) for line in own),
            address=address_of(own[0].number),
            key=f"statement:{committee.pk}",
        )
    return len(decisions_by_person)


def _decision_text(decision: DecisionSummary) -> str:
    due = f", avant le {format_day(decision.due_on)}" if decision.due_on else ""
    return apply_french_spacing(f"{decision.ref} : {decision.text}{due}")


def _people_by_body(actor: Actor, host_id: int, bodies: set[int], on: date) -> dict[int, list[int]]:
    """Returns the ids of the people to notify, by organisation."""
    people_by_body: dict[int, list[int]] = {}
    if not bodies:
        return people_by_body
    posts = memberships(actor=actor).filter(host_id=host_id, organisation_id__in=bodies, role__in=_NOTIFIED_ROLES)
    for post in posts:
        ended = post.valid_until is not None and post.valid_until < on
        if post.valid_from <= on and not ended and post.person.is_active:
            people_by_body.setdefault(post.organisation_id, []).append(post.person_id)
    return people_by_body
