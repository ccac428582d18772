"""Opening and cancelling meetings: permissions, refusals, and parsing of pasted dates."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.agenda.models import Meeting
from pacte.agenda.permissions import ACTS, RIGHTS
from pacte.agenda.queries import meeting_by_id, upcoming_meetings
from pacte.agenda.records import MeetingInput, MeetingKind
from pacte.agenda.rules import parse_meeting_dates
from pacte.agenda.services import cancel_meeting, open_meetings, set_seats
from pacte.kernel.actor import Role
from pacte.kernel.clock import PARIS, now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from tests.cast import Cast
from tests.journeys.making import session_with

GIVEN = MeetingInput(MeetingKind.INFORMATION, "Soudeur : visite", timedelta(minutes=90), 3, "12 rue des Forges")


def tomorrow() -> datetime:
    return now().replace(microsecond=0) + timedelta(days=1)


def opened(cast: Cast, *starts: datetime, part: str = "provider", seats: int = 3) -> list[Meeting]:
    """Meetings of a new session of the cast's provider."""
    session = session_with(cast)
    given = MeetingInput(GIVEN.kind, GIVEN.title, GIVEN.duration, seats, GIVEN.place)
    with acting_as(cast[part].actor) as actor:
        return open_meetings(
            actor=actor, host_id=cast.region.pk, body_id=cast[part].organisation.pk, details=given,
            starts=starts or (tomorrow(),), session=session,
        )  # fmt: skip


def test_the_table_of_rights_has_every_role() -> None:
    assert all(set(RIGHTS[act]) == set(Role) for act in ACTS)


@pytest.mark.parametrize(
    "line",
    ["01/12/2026 9h30", "1.12.26 à 9 h 30", "1/12/2026\t09:30", "2026-12-01 09:30", "01-12-2026, 9:30"],
)
def test_a_date_is_read_as_people_write_it(line: str) -> None:
    assert parse_meeting_dates(line).starts == (datetime(2026, 12, 1, 9, 30, tzinfo=PARIS),)


def test_a_line_that_is_no_date_is_told_by_its_number_and_the_others_are_kept() -> None:
    read = parse_meeting_dates("01/12/2026 9h\n\nmardi matin\n31/02/2026 9h\n01/12/2026 9 h 00\n")
    assert [start.day for start in read.starts] == [1]
    assert read.defects == ((3, "mardi matin"), (4, "31/02/2026 9h"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "body", "is_open"),
    [
        ("provider", "provider", True), ("adviser", "network", True), ("buyer", "provider", True),
        ("pilot", "provider", True), ("provider", "network", False), ("adviser", "provider", False),
        ("lead", "region", False), ("intruder", "provider", False),
    ],
)  # fmt: skip
def test_a_body_opens_for_itself_and_the_region_for_all(cast: Cast, part: str, body: str, is_open: bool) -> None:
    session = session_with(cast)
    body_id = getattr(cast, body).pk
    with acting_as(cast[part].actor) as actor:
        if is_open:
            made = open_meetings(
                actor=actor,
                host_id=cast.region.pk,
                body_id=body_id,
                details=GIVEN,
                starts=[tomorrow()],
                session=session,
            )
            assert [(each.provider_id, each.session_id) for each in made] == [(session.provider.pk, session.pk)]
        else:
            with pytest.raises(PermissionDenied):
                open_meetings(actor=actor, host_id=cast.region.pk, body_id=body_id, details=GIVEN, starts=[tomorrow()])


@pytest.mark.django_db
def test_what_is_missing_or_past_is_refused_with_its_field(cast: Cast) -> None:
    wrong = {
        "starts": (GIVEN, [datetime(2021, 1, 4, 9, tzinfo=UTC)]),
        "place": (MeetingInput(GIVEN.kind, GIVEN.title, GIVEN.duration, 3), [tomorrow()]),
        "seats": (MeetingInput(GIVEN.kind, GIVEN.title, GIVEN.duration, 0, GIVEN.place), [tomorrow()]),
        "title": (MeetingInput(GIVEN.kind, " ", GIVEN.duration, 3, GIVEN.place), [tomorrow()]),
    }
    with acting_as(cast["provider"].actor) as actor:
        for code, (given, starts) in wrong.items():
            with pytest.raises(ValidationError) as refused:
                open_meetings(
                    actor=actor, host_id=cast.region.pk, body_id=cast.provider.pk, details=given, starts=starts
                )
            assert refused.value.code == code


@pytest.mark.django_db
def test_a_cancelled_meeting_stays_in_sight_and_leaves_the_slots(cast: Cast) -> None:
    (meeting,) = opened(cast)
    with acting_as(cast["provider"].actor) as actor:
        with pytest.raises(ValidationError):
            cancel_meeting(actor=actor, meeting=meeting, reason=" ")
        cancel_meeting(actor=actor, meeting=meeting, reason="Formatrice absente")
        with pytest.raises(Conflict):
            cancel_meeting(actor=actor, meeting=meeting, reason="encore")
        assert meeting.session
        assert upcoming_meetings(actor=actor, host_id=cast.region.pk, after=now()) == [meeting]


@pytest.mark.django_db
def test_seats_never_go_under_those_that_are_taken(cast: Cast) -> None:
    (meeting,) = opened(cast)
    with acting_as(cast["provider"].actor) as actor:
        with pytest.raises(ValidationError):
            set_seats(actor=actor, meeting=meeting, seats=1, taken=2)
        assert set_seats(actor=actor, meeting=meeting, seats=2, taken=2).seats == 2


@pytest.mark.django_db
def test_each_one_lists_what_they_work_with(cast: Cast) -> None:
    (meeting,) = opened(cast)
    for part, sees in (("provider", True), ("adviser", True), ("pilot", True), ("buyer", True)):
        with acting_as(cast[part].actor) as actor:
            assert (upcoming_meetings(actor=actor, host_id=cast.region.pk, after=now()) == [meeting]) is sees
    for part in ("partner", "finance", "visitor", "intruder"):
        with acting_as(cast[part].actor) as actor:
            with pytest.raises(NotFound):
                upcoming_meetings(actor=actor, host_id=cast.region.pk, after=now())
            with pytest.raises(NotFound):
                meeting_by_id(actor=actor, identifier=meeting.pk)
