"""The day somebody left custody: noted, corrected, taken back by the prison service alone; both sides beside it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from pacte.accounts.models import Organisation
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import create_organisation
from pacte.audit.models import AuditEntry
from pacte.journeys.models import CustodyDate, Journey, Release, SensitiveRead
from pacte.journeys.queries.bridges import stages
from pacte.journeys.records import LearnerInput, StepKind
from pacte.journeys.rules.custody import Side, side_of
from pacte.journeys.services import StepInput, open_journey, open_learner, record_step
from pacte.journeys.services.judge_sheets import edit_judge_sheet
from pacte.journeys.services.releases import (
    correct_release,
    read_release,
    read_releases,
    record_release,
    withdraw_release,
)
from pacte.journeys.services.retention import delete_expired_rows
from pacte.kernel.actor import Role
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.offer.models import ClosedSite, Site
from tests.cast import MACHINE, Cast, hire_buyer
from tests.journeys.making import DAY, session_with, somebody, walk

LEFT = DAY + timedelta(days=60)


@pytest.fixture
def prison(cast: Cast) -> Organisation:
    """The network of the cast is a prison service."""
    with acting_as(MACHINE):
        Organisation.objects.filter(pk=cast.network.pk).update(kind=OrganisationKind.PRISON_SERVICE)
    return cast.network


def released(cast: Cast, journey: Journey, left_on: date = LEFT) -> Release:
    with acting_as(cast["adviser"].actor) as adviser:
        return record_release(actor=adviser, learner=journey.learner, body_id=cast.network.pk, left_on=left_on)


@pytest.mark.parametrize(
    ("day", "is_inside", "side"),
    [
        (LEFT - timedelta(days=1), True, Side.INSIDE),
        (LEFT - timedelta(days=1), False, Side.OUTSIDE),
        (LEFT, False, Side.OUTSIDE_AFTER),
        # Back in custody: a site is closed whatever happened before.
        (LEFT + timedelta(days=1), True, Side.INSIDE),
    ],
)
def test_outside_is_told_from_inside_and_from_after_the_release(day: date, is_inside: bool, side: Side) -> None:
    assert side_of(day, is_inside=is_inside, releases=[LEFT]) is side


def test_a_release_is_noted_once_it_happened_then_corrected_and_taken_back(cast: Cast, prison: Organisation) -> None:
    journey = somebody(cast)
    first = released(cast, journey)
    with acting_as(cast["adviser"].actor) as adviser:
        arguments = {"actor": adviser, "learner": journey.learner, "body_id": prison.pk}
        with pytest.raises(ValidationError):
            record_release(**arguments, left_on=LEFT)
        with pytest.raises(ValidationError) as refused:
            record_release(**arguments, left_on=today() + timedelta(days=1))
        assert refused.value.code == "left_on"
        second = correct_release(actor=adviser, release=first, left_on=LEFT + timedelta(days=2))
        with pytest.raises(Conflict):
            correct_release(actor=adviser, release=first, left_on=LEFT)
        assert [each.left_on for each in read_releases(**arguments)] == [LEFT + timedelta(days=2)]
        withdraw_release(actor=adviser, release=read_release(**arguments, release_id=second.pk))
        assert list(read_releases(**arguments)) == []
        with pytest.raises(NotFound):
            read_release(**arguments, release_id=second.pk)
        assert set(SensitiveRead.objects.values_list("kinds", flat=True)) == {"release"}
    with acting_as(MACHINE):
        rows = list(Release.objects.order_by("pk").values_list("corrects_id", "is_withdrawn", "is_current"))
        assert rows == [(None, False, False), (first.pk, False, False), (second.pk, True, False)]
        details = [each.detail for each in AuditEntry.objects.filter(act__contains="release")]
        assert details
        assert not any(str(LEFT) in str(each) for each in details)


def test_only_the_prison_service_that_follows_reads_it_and_the_rows_say_the_same(cast: Cast) -> None:
    journey = somebody(cast)
    with pytest.raises(NotFound):
        released(cast, journey)  # the network is no prison service
    with acting_as(MACHINE):
        Organisation.objects.filter(pk=cast.network.pk).update(kind=OrganisationKind.PRISON_SERVICE)
    release = released(cast, journey)
    for part in ("provider", "pilot", "lead", "analyst", "state_reader", "intruder"):
        with acting_as(cast[part].actor) as actor:
            with pytest.raises(NotFound):
                read_releases(actor=actor, learner=journey.learner, body_id=cast.network.pk)
            with pytest.raises(NotFound):
                withdraw_release(actor=actor, release=release)
            with pytest.raises(NotFound):
                edit_judge_sheet(actor=actor, learner=journey.learner, body_id=cast.network.pk, on=LEFT)
            assert list(Release.objects.all()) == [], part
            with pytest.raises(DatabaseError), transaction.atomic():
                Release.objects.create(
                    organisation=cast.region, learner=journey.learner, body=cast.network, left_on=DAY,
                    recorded_at=now(), person_name="x", keep_until=LEFT,
                )  # fmt: skip


def test_two_prison_services_read_each_their_own_people(cast: Cast, prison: Organisation) -> None:
    """The same right in two bodies: each reads, corrects and prints for the person whom it follows, and no other."""
    with acting_as(MACHINE):
        other = create_organisation(
            actor=MACHINE, name="Service du Loiret", kind=OrganisationKind.PRISON_SERVICE, synthetic=True
        )
    colleague = hire_buyer(cast.region, other, "service@exemple.fr", role=Role.ADVISER).actor
    theirs = somebody(cast)
    release = released(cast, theirs)
    with acting_as(colleague):
        learner = open_learner(
            actor=colleague, host=cast.region, body=other, synthetic=True,
            learner_input=LearnerInput("Lina", "Distribution"),
        )  # fmt: skip
        own = record_release(actor=colleague, learner=learner, body_id=other.pk, left_on=LEFT)
        assert list(Release.objects.all()) == [own]
        for body in (prison, other):
            with pytest.raises(NotFound):
                read_releases(actor=colleague, learner=theirs.learner, body_id=body.pk)
            with pytest.raises(NotFound):
                edit_judge_sheet(actor=colleague, learner=theirs.learner, body_id=body.pk, on=LEFT)
        with pytest.raises(NotFound):
            correct_release(actor=colleague, release=release, left_on=DAY)
    with acting_as(cast["adviser"].actor) as adviser:
        assert list(Release.objects.all()) == [release]
        with pytest.raises(NotFound):
            withdraw_release(actor=adviser, release=own)


def test_a_release_expires_as_the_other_protected_facts(cast: Cast, prison: Organisation) -> None:
    release = released(cast, somebody(cast))
    with acting_as(MACHINE):
        delete_expired_rows(actor=MACHINE, on=release.keep_until)
        assert Release.objects.count() == 1
        delete_expired_rows(actor=MACHINE, on=release.keep_until + timedelta(days=1))
        assert not Release.objects.exists()
        assert not CustodyDate.objects.exists()


def test_what_is_followed_inside_and_the_place_held_outside_stand_in_one_list(cast: Cast, prison: Organisation) -> None:
    """A site that is marked closed is inside; a seat reserved outside is after the release that is noted."""
    inside, outside = session_with(cast, number="24_10"), session_with(cast, number="24_11")
    with acting_as(MACHINE):
        inside.site = Site.objects.create(key="1", name="Maison d’arrêt", town="Bourges")
        inside.save(update_fields=["site"])
        ClosedSite.objects.create(
            organisation=cast.region, site=inside.site, since=DAY, recorded_at=now(), person_name="Pilote"
        )
    journey = somebody(cast)
    walk(cast["adviser"].actor, journey, inside, StepKind.PROPOSED, StepKind.INFORMATION_ATTENDED, StepKind.ADMITTED)
    walk(cast["provider"].actor, journey, inside, StepKind.ENTERED)
    left_on, until = DAY + timedelta(days=3), DAY + timedelta(days=20)
    released(cast, journey, left_on)
    with acting_as(cast["adviser"].actor) as adviser:
        suite = open_journey(actor=adviser, learner=journey.learner, body=cast.network, on=DAY, follows=journey)
        for kind in (StepKind.NEED_EXPRESSED, StepKind.PROPOSED, StepKind.SEAT_RESERVED):
            detail = {"seat_until": until.isoformat()} if kind is StepKind.SEAT_RESERVED else {}
            step_input = StepInput(kind, DAY, session_id=outside.pk, detail=detail)
            record_step(actor=adviser, key=suite.key, step_input=step_input)
        found = stages(actor=adviser, learner=journey.learner, releases=[left_on], on=DAY)
        assert [(each.journey.pk, each.side, each.is_entered, each.seat_until) for each in found] == [
            (journey.pk, Side.INSIDE, True, None),
            (suite.pk, Side.OUTSIDE_AFTER, False, until),
        ]
        assert edit_judge_sheet(actor=adviser, learner=journey.learner, body_id=prison.pk, on=DAY)
        assert list(ClosedSite.objects.all()) == []  # the marks themselves stay with the Region
    with acting_as(MACHINE):
        assert AuditEntry.objects.filter(act="journeys.edit_judge_sheet").count() == 1
        assert Release.objects.get().journey_id == journey.pk
