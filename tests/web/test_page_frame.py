"""The frame of a page takes three queries for any signed-in reader. It shows their name, unread count and plans.

The first page of a day reads the plans, which the session then holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path

from pacte.accounts import row_context
from pacte.accounts.models import Membership
from pacte.accounts.row_context import acting_as
from pacte.config.urls import handler404
from pacte.config.urls import urlpatterns as pages_of_the_product
from pacte.kernel.clock import now, today
from pacte.notifications.models import Notification
from pacte.plan.models import Plan
from tests.accounts.entering import BACKEND, entered_for_long
from tests.cast import MACHINE, Cast, Member
from tests.plan.contents import small_plan
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce

pytestmark = pytest.mark.django_db
EMPTY, CONTEXT = "/cadre-vide/", "/contexte/"
_TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


def empty_page(request: HttpRequest) -> HttpResponse:
    return render(request, "page.html")


def seen_rows(request: HttpRequest) -> HttpResponse:
    """Person of the row context of PostgreSQL, and number of posts that the rows show them."""
    with connection.cursor() as cursor:
        cursor.execute("select pacte_person(), (select count(*) from accounts_membership)")
        return HttpResponse("{} {}".format(*cursor.fetchone()))


urlpatterns = [path(EMPTY[1:], empty_page), path(CONTEXT[1:], seen_rows), *pages_of_the_product]
__all__ = ["handler404"]


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.fixture
def plan(cast: Cast) -> Plan:
    with acting_as(MACHINE):
        version = written(actor=MACHINE, host=cast.region)
        enforce(version, IN_FORCE)
    return version.plan


def client_of(member: Member) -> Client:
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    entered_for_long(client, ahead=timedelta(hours=1))
    return client


def queries_of(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return [each["sql"] for each in captured.captured_queries if not each["sql"].startswith(_TRANSACTION)]


def tell(cast: Cast, member: Member, key: str) -> None:
    with acting_as(MACHINE):
        Notification.objects.create(
            organisation=cast.region, person=member.person, kind="tests", key=key, subject="Un mot", text="Un mot",
            created_at=now(),
        )  # fmt: skip


@pytest.mark.parametrize("role", ["pilot", "lead", "analyst", "visitor"])
@override_settings(TOTP_REQUIRED=False)
def test_the_frame_of_a_page_takes_three_queries(cast: Cast, plan: Plan, role: str) -> None:
    client = client_of(cast[role])
    client.get(EMPTY)
    # Simulates a new transaction: the test runs in one, whose stamp is already known.
    row_context._last_stamps.clear()
    found = queries_of(client, EMPTY)
    assert len(found) <= 3, "\n".join(found)


def test_the_frame_of_an_anonymous_reader_takes_two_queries(plan: Plan) -> None:
    assert len(queries_of(Client(), EMPTY)) == 2


@override_settings(TOTP_REQUIRED=False)
def test_the_frame_names_the_plan_that_runs_and_leads_to_the_others(cast: Cast, plan: Plan) -> None:
    with acting_as(MACHINE):
        content = small_plan(code="suite_2027-2030", title="Pacte suivant", first_year=2027, last_year=2030)
        enforce(written(actor=MACHINE, host=cast.region, content=content), date(2026, 1, 1))
    client, later = client_of(cast["pilot"]), "/plan/suite_2027-2030/"
    page = client.get(EMPTY).content.decode()
    assert f'href="/plan/{plan.code}/actions/"' not in page, "the second line is that of the page's section"
    assert f'href="/plan/{plan.code}/"' in page, "the menu speaks of the plan that runs, or ran last"
    assert f'href="{later}"' in page
    client.get(later)
    page = client.get("/messages/").content.decode()
    assert f'<li><a href="/plan/{plan.code}/">' in page, "after a page of the other plan, the switch leads back"
    assert f'href="{later}"' in page


def test_a_plan_put_in_force_today_is_in_the_switch_at_once_where_there_was_none(cast: Cast) -> None:
    client = client_of(cast["visitor"])
    assert "plan-switch" not in client.get(EMPTY).content.decode()
    with acting_as(MACHINE):
        enforce(written(actor=MACHINE, host=cast.region), IN_FORCE)
    assert "plan-switch" in client.get(EMPTY).content.decode()


def test_the_frame_names_the_reader_and_counts_what_they_have_not_read(cast: Cast) -> None:
    lead = cast["lead"]
    tell(cast, lead, "one")
    tell(cast, lead, "two")
    tell(cast, cast["analyst"], "of another")
    page = client_of(lead).get(EMPTY).content.decode()
    assert lead.person.last_name in page
    assert '<span class="menu-count">2<span' in page


def test_a_view_is_asked_as_its_reader_and_sees_their_rows(cast: Cast) -> None:
    lead = cast["lead"]
    with acting_as(lead.actor):
        visible = Membership.objects.count()
    assert client_of(lead).get(CONTEXT).content.decode() == f"{lead.person.pk} {visible}"
    assert Client().get(CONTEXT).content.decode() == "None 0"


def test_a_role_that_ends_between_two_pages_is_gone_at_the_second(cast: Cast) -> None:
    lead = cast["lead"]
    client = client_of(lead)
    assert lead.person.last_name in client.get(EMPTY).content.decode()
    with acting_as(MACHINE):
        Membership.objects.filter(person=lead.person).update(valid_until=today() - timedelta(days=1))
    assert lead.person.last_name not in client.get(EMPTY).content.decode()
    assert client.get(CONTEXT).content.decode() == "None 0"


def test_a_person_closed_between_two_pages_is_out_at_the_second(cast: Cast) -> None:
    lead = cast["lead"]
    client = client_of(lead)
    assert client.get(CONTEXT).content.decode().startswith(f"{lead.person.pk} ")
    lead.person.is_active = False
    with acting_as(MACHINE):
        lead.person.save()
    assert client.get(CONTEXT).content.decode() == "None 0"


def test_an_ended_generation_of_logins_leaves_no_context(cast: Cast) -> None:
    """The row context names the person of the session before the hash of the login is compared. It must be cleared."""
    lead = cast["lead"]
    client = client_of(lead)
    lead.person.login_generation += 1
    with acting_as(MACHINE):
        lead.person.save()
    assert client.get(CONTEXT).content.decode() == "None 0"
