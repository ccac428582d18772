"""Creating notifications: one per person, in the transaction of the act, invisible to others."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from pacte.accounts.row_context import acting_as
from pacte.audit.models import RowChange
from pacte.kernel.errors import NotFound
from pacte.notifications.models import Notification
from pacte.notifications.queries import my_notifications, unread_notification_count
from pacte.notifications.services import mark_all_notifications_read, mark_notification_read, notify
from tests.cast import MACHINE, Cast

pytestmark = pytest.mark.django_db


def _tell(cast: Cast, *parts: str, key: str = "round:1:open", by: str = "pilot") -> int:
    actor = cast[by].actor
    with acting_as(actor):
        return notify(
            actor=actor,
            host_id=cast.region.pk,
            person_ids=[cast[part].person.pk for part in parts],
            kind="round.open",
            subject="Tour de décembre",
            text="Votre réponse est attendue.",
            address="/mon-bureau/",
            key=key,
        )


def test_the_same_key_is_told_once_to_each_person(cast: Cast) -> None:
    assert _tell(cast, "lead", "state_lead") == 2
    assert _tell(cast, "lead", "state_lead", "partner") == 1
    with acting_as(MACHINE):
        assert Notification.objects.count() == 3


def test_the_count_is_right_for_who_sees_no_notice_of_others(cast: Cast) -> None:
    assert _tell(cast, "lead", by="intruder") == 1
    assert _tell(cast, "lead", by="intruder") == 0


def test_telling_lends_its_sight_for_no_longer_than_it_takes(cast: Cast) -> None:
    actor = cast["pilot"].actor
    with acting_as(actor):
        notify(
            actor=actor, host_id=cast.region.pk, person_ids=[cast["lead"].person.pk], kind="k", subject="s", text="t"
        )
        assert Notification.objects.count() == 0, "the pilot sees the notice of another"
        with connection.cursor() as cursor:
            cursor.execute("select pacte_system()")
            assert cursor.fetchone() == (False,)


def test_without_key_each_telling_is_another(cast: Cast) -> None:
    assert _tell(cast, "lead", key="") == 1
    assert _tell(cast, "lead", key="") == 1


def test_a_subject_too_long_is_cut_and_told_all_the_same(cast: Cast) -> None:
    actor = cast["pilot"].actor
    with acting_as(actor):
        assert (
            notify(
                actor=actor,
                host_id=cast.region.pk,
                person_ids=[cast["lead"].person.pk],
                kind="k",
                subject="é" * 400,
                text="t",
                key="x" * 500,
            )
            == 1
        )


def test_the_mail_is_queued_with_the_notice_or_not_at_all(cast: Cast) -> None:
    class Changed(Exception):
        pass

    with pytest.raises(Changed), transaction.atomic():
        _tell(cast, "lead")
        assert ProcrastinateJob.objects.count() == 1
        raise Changed
    assert ProcrastinateJob.objects.count() == 0
    _tell(cast, "lead")
    with acting_as(MACHINE):
        notice = Notification.objects.get()
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.args) == ("notices.send_mail", {"notice_id": notice.pk})


def test_a_person_reads_their_own_messages_only(cast: Cast) -> None:
    _tell(cast, "lead", "state_lead")
    lead, other = cast["lead"].actor, cast["state_lead"].actor
    with acting_as(lead):
        (line,) = my_notifications(actor=lead)
        assert (line.subject, line.address, line.is_read) == ("Tour de décembre", "/mon-bureau/", False)
        assert unread_notification_count(actor=lead) == 1
        mark_notification_read(actor=lead, notification_id=line.notification_id)
        mark_notification_read(actor=lead, notification_id=line.notification_id)
        assert unread_notification_count(actor=lead) == 0
    with acting_as(other):
        assert unread_notification_count(actor=other) == 1
        with pytest.raises(NotFound):
            mark_notification_read(actor=other, notification_id=line.notification_id)
        assert mark_all_notifications_read(actor=other) == 1
        assert mark_all_notifications_read(actor=other) == 0


def test_what_is_to_read_comes_first_whatever_its_age(cast: Cast) -> None:
    lead = cast["lead"].actor
    _tell(cast, "lead", key="old")
    _tell(cast, "lead", key="new")
    with acting_as(lead):
        newest = my_notifications(actor=lead)[0]
        mark_notification_read(actor=lead, notification_id=newest.notification_id)
        assert [line.is_read for line in my_notifications(actor=lead)] == [False, True]


def test_nobody_has_no_message(cast: Cast) -> None:
    assert my_notifications(actor=MACHINE) == []
    assert unread_notification_count(actor=MACHINE) == 0


def test_a_notice_keeps_its_history(cast: Cast) -> None:
    _tell(cast, "lead")
    with acting_as(MACHINE):
        assert RowChange.objects.filter(table_name="notifications_notification").count() == 1
