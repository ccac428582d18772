"""Logs members of the cast in, with or without the second factor, and helpers for their pages."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.models import Membership, Person
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import end_membership
from pacte.kernel.actor import Role
from pacte.kernel.clock import now, today
from pacte.web.login_session import PROVED_KEY, begin_login
from tests.cast import MACHINE, PASSWORD, Cast, Member

BACKEND = "pacte.accounts.backends.PasswordBackend"
LOGIN, LINK, ME = "/connexion/", "/connexion/lien/", "/mon-compte/"
CODE, ENROL = "/connexion/code/", "/connexion/code/installer/"
REGION_ROLES = ("administrator", "pilot", "buyer", "finance")
OTHER_ROLES = ("lead", "state_lead", "observatory_lead", "partner", "analyst", "state_reader", "auditor", "visitor")


def telephone(person: Person) -> TOTPDevice:
    """Enrolled device of the person, created if there is none."""
    found = TOTPDevice.objects.filter(user=person, confirmed=True).first()
    return found or TOTPDevice.objects.create(user=person, confirmed=True, name="tests")


def code_of(device: TOTPDevice, *, steps: int = 0) -> str:
    """Code that the device shows now, or ``steps`` steps of 30 seconds away."""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = time.time() + steps * device.step
    return f"{clock.token():06d}"


def just_proved(client: Client, *, ago: timedelta = timedelta(0)) -> None:
    """Records a proof of identity in the session, given ``ago`` before now."""
    session = client.session
    session[PROVED_KEY] = (now() - ago).timestamp()
    session.save()


def entered_for_long(client: Client, *, ahead: timedelta) -> None:
    """Records a login and a proof of identity dated ``ahead`` of now, so that no request needs to write them."""
    session = client.session
    begin_login(session, lasting=False)
    session["seen_at"] = session[PROVED_KEY] = (now() + ahead).timestamp()
    session.save()


def entered(member: Member) -> Client:
    """Client logged in as this person, code of the telephone included."""
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = telephone(member.person).persistent_id
    session.save()
    just_proved(client)
    return client


def entered_by_password_only(member: Member) -> Client:
    """Client logged in as this person, before any code."""
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    just_proved(client)
    return client


def log_in(client: Client, email: str, password: str = PASSWORD, **more: str) -> HttpResponse:
    """Logs in by the form."""
    return client.post(LOGIN, {"email": email, "password": password, **more})


def is_in(client: Client) -> bool:
    """True if the server knows this browser: it shows the account page, or redirects to the page of the code."""
    answer = client.get(ME)
    return answer.status_code == 200 or (answer.status_code == 302 and answer["Location"].startswith(CODE))


def secret_mailed() -> str:
    """Secret of the link in the last mail."""
    found = re.search(r"/connexion/lien/([\w-]+)/", str(mail.outbox[-1].body))
    assert found
    return found[1]


def posts_of(person: Person) -> list[Membership]:
    with acting_as(MACHINE):
        return list(Membership.objects.filter(person=person).order_by("pk"))


def same(page: bytes) -> bytes:
    """The page without its CSRF token, which changes at each request."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


def end_all_posts(member: Member) -> None:
    with acting_as(MACHINE):
        if member.role is Role.ADMINISTRATOR:
            Membership.objects.filter(person=member.person).update(valid_until=date(2020, 1, 1))
            return
        for post in Membership.objects.filter(person=member.person):
            end_membership(actor=MACHINE, membership=post, on=today(), reason="départ")


def post_of(person: Person) -> Membership:
    return posts_of(person)[0]


def lines_of(page: str) -> list[str]:
    """First cell of each line of the tables of a page."""
    return re.findall(r'<th role="rowheader"[^>]*>(?:<a [^>]*>)?([^<]+)', page)


def an_invitation(cast: Cast, **more: object) -> dict[str, object]:
    """Data of the invitation form, valid by default."""
    return {
        "email": "neuve@exemple.fr", "first_name": "Neuve", "last_name": "Venue", "role": "analyst",
        "organisation": cast.observatory.pk, "service": "", "zone_kind": "", "zone_code": "",
        "valid_from": today().isoformat(), "valid_until": "",
    } | more  # fmt: skip
