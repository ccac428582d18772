"""Handing over all that a person leads in one act; ended memberships, deputies and vacancies are shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pacte.accounts.models import Membership, Person
from pacte.accounts.queries import substitutions, substitutions_for_actor
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership, create_person, create_substitution, end_membership, end_substitution
from pacte.audit.queries import audit_entries_about
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, Role
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.plan.models import ActionPerson, PlanVersion
from pacte.plan.queries import (
    ActionLeadSummary,
    LeadStatus,
    action_leads,
    action_numbers_led_by,
    lead_assignments_of_person,
)
from pacte.plan.records import Lead
from pacte.plan.services import appoint_action_lead
from pacte.workflows.hand_over import assignments_by_source, hand_over, possible_takers, preview_hand_over
from tests.cast import MACHINE, SINCE, Cast
from tests.plan.contents import row, small_plan
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce

pytestmark = pytest.mark.django_db
BEFORE, DAY, AFTER = date(2020, 6, 1), date(2020, 9, 1), date(2020, 10, 1)


@pytest.fixture
def version(cast: Cast) -> PlanVersion:
    """Actions 1 and 2 led by the Region, 3 by the State. The lead of the Region is appointed on 1 and 2."""
    rows = (row(f"A0{number}", number, leads=(Lead("Région" if number < 3 else "Etat"),)) for number in (1, 2, 3))
    with acting_as(MACHINE):
        found = written(actor=MACHINE, host=cast.region, content=small_plan(*rows))
        enforce(found, IN_FORCE)
        for number in (ActionCode(1), ActionCode(2)):
            appoint_action_lead(
                actor=MACHINE, plan=found.plan, number=number, organisation_id=cast.region.pk,
                person=cast["lead"].person, on=SINCE,
            )  # fmt: skip
    return found


@pytest.fixture
def colleague(cast: Cast) -> Person:
    """Another lead of the Region."""
    with acting_as(MACHINE):
        person = create_person(
            actor=MACHINE, email="collegue@exemple.fr", first_name="Aline", last_name="Roy", password="", synthetic=True
        )
        add_membership(
            actor=MACHINE, person=person, organisation=cast.region, host=cast.region, role=Role.ACTION_LEAD,
            valid_from=SINCE,
        )  # fmt: skip
    return person


def lead_of(version: PlanVersion, number: int, on: date) -> ActionLeadSummary:
    (line,) = action_leads(actor=MACHINE, version=version, on=on, number=ActionCode(number))
    return line


def test_one_act_passes_on_all_that_a_person_leads(cast: Cast, version: PlanVersion, colleague: Person) -> None:
    giver, actor = cast["lead"].person, cast["pilot"].actor
    with acting_as(actor):
        done = hand_over(actor=actor, giver=giver, taker=colleague, on=DAY, reason="Mutation")
        assert done.count == 2
        assert lead_of(version, 1, BEFORE).name == str(giver)
        assert [lead_of(version, number, DAY).name for number in (1, 2)] == [str(colleague)] * 2
        assert assignments_by_source(actor=actor, person_id=giver.pk, on=DAY) == ()
        acts = [
            entry.act for entry in audit_entries_about(actor=actor, subject_kind="person", subject_ids=[str(giver.pk)])
        ]
    assert acts == ["hand_over"]


def test_what_the_successor_cannot_hold_stays_and_is_named(cast: Cast, version: PlanVersion) -> None:
    """The lead of the Region also acts for the State on action 3. A colleague of the State can take only that one."""
    giver, actor = cast["lead"].person, cast["pilot"].actor
    with acting_as(MACHINE):
        appoint_action_lead(
            actor=MACHINE,
            plan=version.plan,
            number=ActionCode(3),
            organisation_id=cast.state.pk,
            person=giver,
            on=SINCE,
        )
    with acting_as(actor):
        found = preview_hand_over(actor=actor, giver=giver, taker=cast["state_lead"].person, on=DAY)
    assert [each.number for part in found.transferred for each in part.assignments] == ["3"]
    assert [each.number for each in found.remaining] == ["1", "2"]


def test_nothing_passes_to_who_has_no_post_there(cast: Cast, version: PlanVersion) -> None:
    giver, actor = cast["lead"].person, cast["pilot"].actor
    with acting_as(actor), pytest.raises(ValidationError, match="ne peut passer"):
        hand_over(actor=actor, giver=giver, taker=cast["state_lead"].person, on=DAY, reason="Mutation")
    with acting_as(actor):
        assert cast["state_lead"].person not in possible_takers(actor=actor, giver=giver, on=DAY)


def test_a_hand_over_needs_the_pilot_a_reason_and_another_person(
    cast: Cast, version: PlanVersion, colleague: Person
) -> None:
    giver, lead, pilot = cast["lead"].person, cast["lead"].actor, cast["pilot"].actor
    with acting_as(lead), pytest.raises(PermissionDenied):
        hand_over(actor=lead, giver=giver, taker=colleague, on=DAY, reason="Mutation")
    with acting_as(pilot):
        with pytest.raises(ValidationError, match="motif"):
            hand_over(actor=pilot, giver=giver, taker=colleague, on=DAY, reason=" ")
        with pytest.raises(ValidationError, match="même personne"):
            hand_over(actor=pilot, giver=giver, taker=giver, on=DAY, reason="Mutation")
    with acting_as(MACHINE):
        assert ActionPerson.objects.filter(person=giver, valid_until__isnull=True).count() == 2


def test_the_pilot_of_another_region_sees_and_passes_nothing(cast: Cast, version: PlanVersion) -> None:
    intruder = cast["intruder"].actor
    with acting_as(intruder):
        assert lead_assignments_of_person(actor=intruder, person_id=cast["lead"].person.pk, on=DAY) == ()
        assert action_leads(actor=NOBODY, version=version, on=DAY) == ()


def test_an_action_passed_on_twice_in_two_windows_is_told(cast: Cast, version: PlanVersion, colleague: Person) -> None:
    giver, actor = cast["lead"].person, cast["pilot"].actor
    with acting_as(actor):
        (stale,) = preview_hand_over(actor=actor, giver=giver, taker=colleague, on=DAY).transferred
        hand_over(actor=actor, giver=giver, taker=colleague, on=DAY, reason="Mutation")
        with pytest.raises(Conflict):
            stale.source.hand_over(
                actor=actor, giver=giver, taker=colleague, holdings=stale.assignments, on=DAY, reason="Mutation"
            )


def test_a_post_that_ends_leaves_its_actions_vacant_not_lost(cast: Cast, version: PlanVersion) -> None:
    membership = Membership.objects.get(person=cast["lead"].person)
    with acting_as(MACHINE):
        assert lead_of(version, 1, DAY).status is LeadStatus.IN_PERSON
        end_membership(actor=MACHINE, membership=membership, on=DAY, reason="Départ")
        gone = lead_of(version, 1, AFTER)
        assert (gone.status, gone.name, gone.left_on) == (
            LeadStatus.VACANT,
            str(cast["lead"].person),
            date(2020, 8, 31),
        )
        assert lead_of(version, 1, BEFORE).status is LeadStatus.IN_PERSON
        assert lead_of(version, 3, DAY).status is LeadStatus.NEVER_NAMED


def test_what_a_person_who_left_leads_is_still_passed_on(cast: Cast, version: PlanVersion, colleague: Person) -> None:
    membership = Membership.objects.get(person=cast["lead"].person)
    with acting_as(MACHINE):
        end_membership(actor=MACHINE, membership=membership, on=DAY, reason="Départ")
    actor = cast["pilot"].actor
    with acting_as(actor):
        hand_over(actor=actor, giver=cast["lead"].person, taker=colleague, on=AFTER, reason="Remplacement")
        assert lead_of(version, 2, AFTER).status is LeadStatus.IN_PERSON


def test_a_stand_in_is_shown_between_its_two_dates_and_lists_what_it_replaces(
    cast: Cast, version: PlanVersion, colleague: Person
) -> None:
    pilot = cast["pilot"].actor
    with acting_as(pilot):
        found = create_substitution(
            actor=pilot, person=cast["lead"].person, substitute=colleague, host=cast.region, valid_from=DAY,
            valid_until=AFTER, reason="Congé",
        )  # fmt: skip
        line = lead_of(version, 1, DAY)
        assert (line.status, line.name, line.substitute) == (
            LeadStatus.BY_SUBSTITUTE,
            str(cast["lead"].person),
            str(colleague),
        )
        assert lead_of(version, 1, BEFORE).status is LeadStatus.IN_PERSON
        with pytest.raises(Conflict):
            create_substitution(
                actor=pilot, person=cast["lead"].person, substitute=cast["pilot"].person, host=cast.region,
                valid_from=AFTER, valid_until=AFTER, reason="Encore",
            )  # fmt: skip
    with acting_as(MACHINE):
        end_substitution(actor=MACHINE, substitution_id=found.pk, on=date(2020, 9, 15))
        assert lead_of(version, 1, AFTER).status is LeadStatus.IN_PERSON
        assert [each.valid_until for each in substitutions(actor=MACHINE, person_id=cast["lead"].person.pk)] == [
            date(2020, 9, 14)
        ]


def test_a_stand_in_needs_the_pilot_two_dates_in_order_and_a_post(
    cast: Cast, version: PlanVersion, colleague: Person
) -> None:
    pilot, lead = cast["pilot"].actor, cast["lead"].actor
    values: dict[str, Any] = {"person": cast["lead"].person, "host": cast.region, "reason": "Congé"}
    with acting_as(lead), pytest.raises(PermissionDenied):
        create_substitution(actor=lead, substitute=colleague, valid_from=DAY, valid_until=AFTER, **values)
    with acting_as(pilot):
        for substitute, first, last in (
            (colleague, AFTER, DAY),
            (cast["lead"].person, DAY, AFTER),
            (cast["intruder"].person, DAY, AFTER),
        ):
            with pytest.raises(ValidationError):
                create_substitution(actor=pilot, substitute=substitute, valid_from=first, valid_until=last, **values)
        with pytest.raises(NotFound):
            end_substitution(actor=pilot, substitution_id=0, on=DAY)


def test_the_stand_in_finds_the_actions_of_whom_they_replace_among_their_own(
    cast: Cast, version: PlanVersion, colleague: Person
) -> None:
    with acting_as(MACHINE):
        create_substitution(
            actor=MACHINE, person=cast["lead"].person, substitute=cast["adviser"].person, host=cast.region,
            valid_from=DAY, valid_until=AFTER, reason="Congé",
        )  # fmt: skip
    adviser = cast["adviser"].actor
    with acting_as(adviser):
        assert [line.person for line in substitutions_for_actor(actor=adviser, on=DAY)] == [str(cast["lead"].person)]
        assert action_numbers_led_by(actor=adviser, version=version, on=DAY) == ("1", "2")
        assert action_numbers_led_by(actor=adviser, version=version, on=BEFORE) == ()
