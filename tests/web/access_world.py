"""World of tests/web/access, with a client for each of its readers. All of it is rolled back after the tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

from django.core import mail
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from pacte.accounts.models import Organisation
from pacte.accounts.records import LinkPurpose
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.accounts.services import add_membership, create_login_link, create_person, use_login_link
from pacte.kernel.actor import NOBODY, Role
from pacte.kernel.clock import today
from pacte.notifications.models import Notification
from pacte.plan.models import PlanVersion
from pacte.plan.records import Lead, PlanContent
from pacte.plan.services import replace_draft, save_view
from pacte.workflows.import_plan import resolve_lead_organisations
from tests.accounts.entering import entered_for_long
from tests.cast import MACHINE, SINCE, Cast, Member, gather_cast
from tests.kept import taken_back
from tests.plan.contents import row, small_plan, target
from tests.plans_at_hand import written
from tests.web.access_file import LOGIN, Case
from tests.web.canaries import plant_canaries
from tests.web.plan_stage import IN_FORCE, enforce
from tests.web.world_advising import people_of_the_world
from tests.web.world_applications import applications_of_the_world
from tests.web.world_calls import calls_of_the_world
from tests.web.world_cases import studies_of_the_world
from tests.web.world_committees import committees_of_the_world
from tests.web.world_diagnosis import diagnosis_of_the_world
from tests.web.world_figures import figures_of_the_world
from tests.web.world_guests import guests_of_the_world
from tests.web.world_money import money_of_the_world
from tests.web.world_partners import partners_of_the_world
from tests.web.world_published import published_of_the_world
from tests.web.world_rounds import rounds_of_the_world
from tests.web.world_supply import supply_of_the_world
from tests.web.world_territory import territory_of_the_world
from tests.web.world_trainees import trainees_of_the_world
from tests.web.world_training import training_of_the_world

_LEADS = {1: Lead("Région"), 2: Lead("Etat"), 3: Lead("GIP ALFA Centre"), 4: Lead("Région")}


@dataclass
class World:
    cast: Cast
    names: dict[str, int | str]
    clients: dict[str, Client] = field(default_factory=dict)
    cookies: dict[str, SimpleCookie] = field(default_factory=dict)
    # Notifications and mails: those of the setup, and those of the last request.
    told_so_far: str = ""
    set_off: str = ""
    _newest: int = 0

    def call(self, things: Mapping[str, int | str]) -> None:
        """Registers the names by which the access files refer to objects. A name used twice is an error."""
        twice = self.names.keys() & things.keys()
        assert not twice, f"two things of the world bear the same name: {sorted(twice)}"
        self.names |= things

    def enter(self, reader: str, member: Member | None) -> None:
        client = Client(raise_request_exception=True)
        if member:
            client.force_login(member.person, backend="pacte.accounts.backends.PasswordBackend")
            # The login must last for the whole suite, even on a slow machine.
            entered_for_long(client, ahead=timedelta(days=1))
            self.names[f"person {reader}"] = member.person.pk
            self.names[f"post of {reader}"] = member.person.memberships.get().pk
        self.clients[reader] = client
        self.cookies[reader] = deepcopy(client.cookies)

    def url(self, case: Case, reader: str) -> str:
        """Address of the case for this reader, with the names of objects replaced by their identifiers."""
        parts = {name: self._thing(value, reader) for name, value in case.address.items()}
        query = f"?{urlencode(case.query)}" if case.query else ""
        return reverse(case.name, kwargs=parts) + query

    def ask(self, reader: str, method: str, url: str, data: Mapping[str, str] | None = None) -> HttpResponse:
        """Answer to the reader. What the request wrote, in the database or in cookies, is undone."""
        client = self.clients[reader]
        client.cookies = deepcopy(self.cookies[reader])
        sent = {"csrfmiddlewaretoken": "x"} | {name: self._thing(value, reader) for name, value in (data or {}).items()}
        with taken_back():
            answer = client.post(url, sent) if method == "post" else client.get(url)
            # Most requests are refused, and a refused one writes nothing.
            wrote = method == "post" and answer.status_code in (200, 302) and outcome(answer) != LOGIN
            self.set_off = _told(since=self._newest) if wrote else ""
            return answer

    def remember(self) -> None:
        """Marks the end of the setup: keeps its notifications apart from those that requests cause."""
        self.told_so_far = _told(since=0)
        with acting_as(MACHINE):
            self._newest = Notification.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def _thing(self, value: str | int, reader: str) -> str | int:
        if value == "oneself":
            return self.names.get(f"person {reader}", 0)
        return self.names.get(str(value), value)


def _told(*, since: int) -> str:
    """Subjects and texts of the notifications after id ``since``, and of all the mails sent."""
    with acting_as(MACHINE):
        notices = [f"{each.subject} {each.text} {each.address}" for each in Notification.objects.filter(pk__gt=since)]
    return "\n".join([*notices, *(f"{each.subject} {each.body}" for each in getattr(mail, "outbox", []))])


def outcome(answer: HttpResponse) -> str:
    """« login » for a redirection to the login page; otherwise the status code."""
    if answer.status_code == 302 and answer["Location"].startswith("/connexion/?"):
        return LOGIN
    return str(answer.status_code)


@contextmanager
def world() -> Iterator[World]:
    """Builds the world in one transaction that is never committed."""
    with TemporaryDirectory() as facts, override_settings(TOTP_REQUIRED=False, FACTS_FOLDER=facts), taken_back():
        yield _made()


def _made() -> World:
    cast = gather_cast()
    found = World(cast, {"the provider": cast.provider.pk})
    with acting_as(MACHINE):
        _plans(cast.region, "our")
        _plans(cast.other_region, "their")
        former = _former(cast)
    for reader, member in {**cast.members, "anonymous": None, "former": former}.items():
        found.enter(reader, member)
    for things in (
        _things, rounds_of_the_world, money_of_the_world, committees_of_the_world, studies_of_the_world,
        published_of_the_world, supply_of_the_world, training_of_the_world, people_of_the_world, partners_of_the_world,
        trainees_of_the_world, guests_of_the_world, territory_of_the_world, applications_of_the_world,
        diagnosis_of_the_world, calls_of_the_world,
    ):  # fmt: skip
        found.call(things(cast))
    plant_canaries(cast)
    found.call(figures_of_the_world(cast))
    found.remember()
    set_row_context(NOBODY)
    return found


def _plans(host: Organisation, whose: str) -> None:
    """A plan in force with a draft in which action 4 is new, and another plan that is only a draft."""
    first = _content(f"{whose}-plan", 3)
    version = written(actor=MACHINE, host=host, content=first)
    enforce(version, IN_FORCE)
    replace_draft(
        actor=MACHINE,
        plan=version.plan,
        base=version,
        content=_content(f"{whose}-plan", 4),
        lead_organisations=_bodies(version),
        reason="Un essai",
    )
    written(actor=MACHINE, host=host, content=_content(f"{whose}-project", 1))


def _content(code: str, actions: int) -> PlanContent:
    # What makes the plan ask for procedures to which communes apply, one of them a call.
    figures = (
        target("chantiers", 2, unit="chantiers", indicator_code="training_worksites"),
        target("métiers touchés", 50, unit="%", indicator_code="shortage_occupations_covered"),
    )
    rows = (
        row(f"A0{number}", number, leads=(_LEADS[number],), figures=figures if number == 1 else ())
        for number in range(1, actions + 1)
    )
    return small_plan(*rows, code=code, title=f"Plan {code}")


def _bodies(version: PlanVersion) -> dict[tuple[str, str], Any]:
    return resolve_lead_organisations(actor=MACHINE, content=_content(version.plan.code, 4), create=False)


def _former(cast: Cast) -> Member:
    """A person whose only post ended yesterday."""
    person = create_person(
        actor=MACHINE,
        email="ancien@exemple.fr",
        first_name="Ancien",
        last_name="Distribution",
        password="",
        synthetic=True,
    )
    add_membership(
        actor=MACHINE,
        person=person,
        organisation=cast.region,
        host=cast.region,
        role=Role.REGION_PILOT,
        valid_from=SINCE,
        valid_until=today() - timedelta(days=1),
    )
    return Member(person, cast.region, Role.REGION_PILOT)


def _things(cast: Cast) -> dict[str, int | str]:
    pilot = cast["pilot"].actor
    with acting_as(pilot):
        view = save_view(actor=pilot, name="Une vue", query="axe=1")
    with acting_as(MACHINE):
        served = create_login_link(actor=MACHINE, person=cast["visitor"].person)
        assert served
        use_login_link(actor=MACHINE, secret=served, purpose=LinkPurpose.LOGIN)
        secret = create_login_link(actor=MACHINE, person=cast["visitor"].person)
        assert secret
    return {
        "view of the pilot": view.pk,
        "link of the visitor": secret,
        "link that has served": served,
        "the lead, for the Region": f"{cast.region.pk}-{cast['lead'].person.pk}",
    }
