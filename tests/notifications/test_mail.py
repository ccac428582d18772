"""Mail of notifications: sent once, retried after a failure, taken over when its worker died."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from smtplib import SMTPException
from typing import Any

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from pacte.accounts.row_context import acting_as
from pacte.infra.instance import Instance
from pacte.kernel.clock import now
from pacte.notifications.models import Notification
from pacte.notifications.records import EmailState
from pacte.notifications.services import deliver_email, notify, requeue_lost_emails
from pacte.notifications.services.email_delivery import MAX_TRIES
from tests.cast import MACHINE, Cast, gather_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(db: None) -> Iterator[Notification]:
    cast: Cast = gather_cast()
    with acting_as(MACHINE):
        notify(
            actor=MACHINE,
            host_id=cast.region.pk,
            person_ids=[cast["lead"].person.pk],
            kind="k",
            subject="Tour\nde décembre",
            text="Bonjour.",
            address="/mon-bureau/",
            key="one",
        )
        yield Notification.objects.get()


def _refused(*arguments: Any) -> int:
    raise SMTPException("no")


def test_it_leaves_once_with_the_address_where_one_acts(told: Notification) -> None:
    assert deliver_email(actor=MACHINE, notification_id=told.pk)
    assert not deliver_email(actor=MACHINE, notification_id=told.pk)
    (sent,) = mail.outbox
    assert sent.subject == "Tour de décembre"
    assert "/mon-bureau/" in sent.body
    assert sent.to == ["lead@exemple.fr"]
    told.refresh_from_db()
    assert (told.mail_state, told.mail_tries) == (EmailState.SENT, 1)


@pytest.mark.parametrize(("instance", "is_said"), [("demo", True), ("real", False)])
def test_a_mail_of_the_demonstration_says_that_it_is_one(told: Notification, instance: str, *, is_said: bool) -> None:
    with override_settings(INSTANCE=Instance(instance)):
        deliver_email(actor=MACHINE, notification_id=told.pk)
    (sent,) = mail.outbox
    assert ("Données fictives" in sent.body) == is_said


def test_both_copies_would_bear_the_same_identifier(told: Notification) -> None:
    deliver_email(actor=MACHINE, notification_id=told.pk)
    Notification.objects.filter(pk=told.pk).update(
        mail_state=EmailState.WAITING
    )  # The worker died before it could write.
    deliver_email(actor=MACHINE, notification_id=told.pk)
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_server_that_refuses_is_tried_again_later_then_said(
    told: Notification, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmailMessage, "send", _refused)
    for tries in range(1, MAX_TRIES + 1):
        assert not deliver_email(actor=MACHINE, notification_id=told.pk)
        told.refresh_from_db()
        assert told.mail_tries == tries
        assert told.mail_state == (EmailState.WAITING if tries < MAX_TRIES else EmailState.FAILED)
    later = ProcrastinateJob.objects.filter(scheduled_at__gt=now() + timedelta(minutes=1))
    assert later.count() == MAX_TRIES - 1
    assert told.mail_error == "no"


def test_nobody_writes_to_an_account_that_is_closed(told: Notification) -> None:
    told.person.is_active = False
    told.person.save()
    assert not deliver_email(actor=MACHINE, notification_id=told.pk)
    told.refresh_from_db()
    assert (told.mail_state, mail.outbox) == (EmailState.NOT_WANTED, [])


def test_a_mail_that_waits_in_the_queue_is_not_queued_again(told: Notification) -> None:
    assert requeue_lost_emails(actor=MACHINE, older_than=timedelta(0)) == 0


@pytest.mark.parametrize("worker", ["none", "silent", "pruned"])
def test_a_mail_whose_worker_died_is_queued_again(told: Notification, worker: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '5 minutes') returning id"
        )
        (identifier,) = cursor.fetchone()
        held_by = None if worker == "none" else identifier
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", [held_by])
        if worker == "pruned":
            cursor.execute("delete from procrastinate_workers")
    assert requeue_lost_emails(actor=MACHINE, older_than=timedelta(0)) == 1
    assert list(ProcrastinateJob.objects.values_list("status", flat=True)) == ["todo"]
    assert requeue_lost_emails(actor=MACHINE, older_than=timedelta(0)) == 0


def test_a_mail_that_a_living_worker_holds_is_left_to_it(told: Notification) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into procrastinate_workers (last_heartbeat) values (now()) returning id")
        cursor.execute("update procrastinate_jobs set status = 'doing', worker_id = %s", cursor.fetchone())
    assert requeue_lost_emails(actor=MACHINE, older_than=timedelta(0)) == 0


def test_a_mail_that_the_queue_forgot_is_queued_again(told: Notification) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    assert requeue_lost_emails(actor=MACHINE, older_than=timedelta(0)) == 1
