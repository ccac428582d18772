"""Whoever pressed before the end is in time, even when the site makes the page after it; nobody else is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pacte.accounts.models import Guest
from pacte.accounts.row_context import acting_as
from pacte.kernel.arrival import ARRIVAL_KEY
from pacte.kernel.clock import now, true_now
from pacte.kernel.errors import ensure_found
from pacte.procedures.models import Case
from tests.accounts.guests_at_hand import guest_of, secret_for
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.procedures.trial_procedure import FIRST, as_guest, begun, offer, written_by
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1))))


@pytest.fixture
def review_url(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> str:
    offer(monkeypatch, FIRST)
    guest: Guest = guest_of(stage.cast.region)
    mayor = as_guest(guest)
    application = written_by(mayor, begun(stage.plan, mayor))
    return reverse("applications:guest_review", args=[secret_for(guest), application.pk])


def test_the_instant_is_that_at_which_the_request_arrived(client: Client, review_url: str) -> None:
    pressed = true_now() - timedelta(seconds=8)
    answer = client.post(review_url, **{ARRIVAL_KEY: pressed.timestamp()})
    assert answer.status_code == 302
    assert abs(_sent_at() - pressed) < timedelta(milliseconds=1)


def test_without_a_server_that_notes_it_the_instant_is_now(client: Client, review_url: str) -> None:
    before = now()
    client.post(review_url, headers={ARRIVAL_KEY: "1.0"})
    assert before <= _sent_at() <= now()


def _sent_at() -> datetime:
    with acting_as(MACHINE):
        return ensure_found(Case.objects.get().sent_at)
