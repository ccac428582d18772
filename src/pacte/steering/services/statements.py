"""Issues the statement of decisions: numbers it, freezes it and notifies the owners, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

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
from pacte.steering.queries.committees import agenda_of
from pacte.steering.queries.decisions import decisions_of_committee
from pacte.steering.records.statement import Statement, StatementDecision
from pacte.steering.records.words import CommitteeState
from pacte.steering.rules.freezing import digest, plain_of
from pacte.steering.rules.packing import hour_said
from pacte.steering.services.committees import committee_act, locked_committee, told_at

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pacte.steering.records.meetings import DecisionLine

# Roles notified in the organisation that owns a decision, when no person is named.
_TOLD = (Role.ACTION_LEAD, Role.PARTNER)


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
    locked = locked_committee(actor, "committee.issue", committee, CommitteeState.HELD)
    lines = decisions_of_committee(actor=actor, committee_id=locked.pk, on=max(on, locked.held_on))
    orphans = [line.ref for line in lines if line.owner_id is None and line.owner_body_id is None]
    if orphans:
        raise Conflict(
            "decision_without_owner",
            f"{', '.join(orphans)} : personne n’en répond.",
            "Un relevé dit qui fait quoi.",
            "Donnez un responsable à chaque décision, personne ou organisme.",
        )
    Plan.objects.select_for_update(no_key=True).get(pk=locked.plan_id)
    known = Committee.objects.filter(plan_id=locked.plan_id).aggregate(last=Max("statement_number"))["last"] or 0
    with committee_act(actor, "committee.issue", locked) as entry:
        statement = Statement(
            number=known + 1,
            plan_code=locked.plan.code,
            plan_title=locked.plan.title,
            version=version,
            committee_number=locked.number,
            title=locked.title,
            held_on=locked.held_on,
            hour=hour_said(locked.starts_at),
            place=locked.place,
            issued_on=on,
            issued_by=actor.name,
            synthetic=synthetic,
            points=tuple(apply_french_spacing(point.title) for point in agenda_of(actor=actor, committee=locked)),
            decisions=tuple(_decided(line, titles) for line in lines),
        )
        locked.statement = plain_of(statement)
        locked.statement_digest = digest(locked.statement)
        locked.statement_number = statement.number
        locked.issued_at, locked.issued_by_name = told_at(actor, on), actor.name[:200]
        locked.state = CommitteeState.ISSUED
        locked.save()
        # No notification when the system actor loads past meetings.
        told = 0 if actor.is_system and on != today() else _tell_owners(actor, locked, lines, on, address_of)
        entry.detail.update(number=statement.number, digest=locked.statement_digest, told=told)
    return locked


def _decided(line: DecisionLine, titles: Mapping[ActionCode, str]) -> StatementDecision:
    return StatementDecision(
        ref=line.ref,
        number=line.number,
        text=apply_french_spacing(line.text),
        actions=tuple(apply_french_spacing(f"{number} {titles.get(number, '')}".strip()) for number in line.actions),
        owner=line.owner_said,
        due=format_day(line.due_on) if line.due_on else "sans échéance",
        effect=apply_french_spacing(line.expected_effect),
        check=format_day(line.check_on) if line.check_on else "",
        due_on=line.due_on,
        check_on=line.check_on,
    )


def _tell_owners(
    actor: Actor, committee: Committee, lines: list[DecisionLine], on: date, address_of: Callable[[int], str]
) -> int:
    """Sends one notification per person, whatever the number of decisions. Returns the number of people."""
    bodies = {line.owner_body_id for line in lines if line.owner_id is None and line.owner_body_id}
    workers = _workers(actor, committee.organisation_id, bodies, on)
    owned: defaultdict[int, list[DecisionLine]] = defaultdict(list)
    for line in lines:
        for person in [line.owner_id] if line.owner_id else workers.get(line.owner_body_id or 0, []):
            owned[person].append(line)
    for person, own in owned.items():
        notify(
            actor=actor,
            host_id=committee.organisation_id,
            person_ids=[person],
            kind="decision",
            subject=f"{committee.title} : {pluralise(len(own), 'décision vous revient', 'décisions vous reviennent')}",
            text="\n".join(_told(line) for line in own),
            address=address_of(own[0].number),
            key=f"statement:{committee.pk}",
        )
    return len(owned)


def _told(line: DecisionLine) -> str:
    due = f", avant le {format_day(line.due_on)}" if line.due_on else ""
    return apply_french_spacing(f"{line.ref} : {line.text}{due}")


def _workers(actor: Actor, host_id: int, bodies: set[int], on: date) -> dict[int, list[int]]:
    """Returns the ids of the people to notify, by organisation."""
    found: dict[int, list[int]] = {}
    if not bodies:
        return found
    posts = memberships(actor=actor).filter(host_id=host_id, organisation_id__in=bodies, role__in=_TOLD)
    for post in posts:
        ended = post.valid_until is not None and post.valid_until < on
        if post.valid_from <= on and not ended and post.person.is_active:
            found.setdefault(post.organisation_id, []).append(post.person_id)
    return found
