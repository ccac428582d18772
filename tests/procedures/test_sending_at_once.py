"""Edge case 2: the same application sent by many hands at once is one case, with one number and one receipt."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.notifications.models import GuestLetter
from pacte.procedures.models import Application, Case
from pacte.procedures.services.applications import send_application
from tests.accounts.guests_at_hand import guest_of
from tests.cast import MACHINE
from tests.effort import tries_all
from tests.plan.contents import row, small_plan
from tests.procedures.trial_procedure import FIRST, as_guest, begun, offer, written_by
from tests.web.plan_stage import staged

_HANDS = 6
_POSTS = 200 if tries_all() else _HANDS


@pytest.fixture
def ready(
    lasting_database: None, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Actor, Application]]:
    offer(monkeypatch, FIRST)
    with django_db_blocker.unblock():
        stage = staged(small_plan(row("A01", 1)))
        mayor = as_guest(guest_of(stage.cast.region))
        yield mayor, written_by(mayor, begun(stage.plan, mayor))
        connection.close()


def test_edge_2_two_hundred_posts_at_once_make_one_case(ready: tuple[Actor, Application]) -> None:
    mayor, application = ready
    together = Barrier(_HANDS)

    def post(rank: int) -> int:
        connection.ensure_connection()
        if rank < _HANDS:
            together.wait(timeout=60)
        try:
            with acting_as(mayor):
                return send_application(actor=mayor, application=application, arrived_at=now()).number
        finally:
            connection.close()

    with ThreadPoolExecutor(_HANDS) as pool:
        numbers = set(pool.map(post, range(_POSTS)))
    assert numbers == {1}
    with acting_as(MACHINE):
        assert Case.objects.count() == 1
        assert [each.title for each in GuestLetter.objects.all()] == ["Reçu : votre demande n° 1"]
