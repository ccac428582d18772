"""A worker is killed repeatedly while it sends mail: no message is lost.

``services.mailing`` says what may happen: a worker killed after the server's acknowledgement and before its own commit
sends that mail again, with the same identifier. A worker sends one mail at a time, so a kill adds at most one copy.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta

from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.row_context import acting_as
from pacte.infra.instance import PROJECT_ROOT
from pacte.notifications.models import Notification
from pacte.notifications.records import EmailState
from pacte.notifications.services import notify, requeue_lost_emails
from tests.cast import MACHINE, gather_cast
from tests.notifications.mail_server import MailServer, mail_server

MAILS = 30
KILLS = 4


def _worker(server: MailServer) -> subprocess.Popen[bytes]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"}
    environment |= {"PACTE_EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "PYTHONPATH": _path()}
    return subprocess.Popen([sys.executable, "-m", "pacte", "jobs", "run"], env=environment, stderr=subprocess.DEVNULL)


def _path() -> str:
    return os.pathsep.join([str(PROJECT_ROOT / "src"), os.environ.get("PYTHONPATH", "")])


def _wait_for(server: MailServer, count: int, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while len(server.received) < count:
        assert time.monotonic() < deadline, f"{len(server.received)} mails of {count} came"
        time.sleep(0.01)


def _time_passes() -> int:
    """Ages the heartbeat of dead workers by a minute, then queues lost mails again. Returns their number."""
    with acting_as(MACHINE):
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 minute'")
        return requeue_lost_emails(actor=MACHINE, older_than=timedelta(0))


def test_no_mail_is_lost_and_none_is_doubled_beyond_one_a_kill(
    lasting_database: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock():
        _kill_and_count()
        connection.close()


def _kill_and_count() -> None:
    cast = gather_cast()
    with acting_as(MACHINE):
        for rank in range(MAILS):
            notify(
                actor=MACHINE,
                host_id=cast.region.pk,
                person_ids=[cast["lead"].person.pk],
                kind="k",
                subject=f"Message {rank}",
                text="Bonjour.",
                key=f"mail:{rank}",
            )
    with mail_server(slow=0.03) as server:
        for kill in range(KILLS):
            worker = _worker(server)
            _wait_for(server, 3 + 5 * kill)
            worker.kill()
            worker.wait()
            assert _time_passes() <= MAILS
        worker = _worker(server)
        deadline = time.monotonic() + 30
        while _waiting() and time.monotonic() < deadline:
            time.sleep(0.05)
        worker.terminate()
        assert worker.wait(timeout=20) == 0, "a worker asked to stop stops, and says that all is well"
        copies = Counter(server.received)
    assert len(copies) == MAILS, "a mail was lost"
    assert sum(copies.values()) - MAILS <= KILLS, "a mail was doubled without a kill to explain it"
    with acting_as(MACHINE):
        assert set(Notification.objects.values_list("mail_state", flat=True)) == {EmailState.SENT}


def _waiting() -> int:
    with acting_as(MACHINE):
        return Notification.objects.filter(mail_state=EmailState.WAITING).count()
