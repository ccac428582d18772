"""How tests enter: with or without the second factor, by a client that keeps its cookies."""

from __future__ import annotations

import time

from django.test import Client
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from pacte.accounts.models import Person
from tests.cast import Member

BACKEND = "pacte.accounts.backends.PasswordBackend"


def telephone(person: Person) -> TOTPDevice:
    """The person's enrolled telephone, made when there is none."""
    found = TOTPDevice.objects.filter(user=person, confirmed=True).first()
    return found or TOTPDevice.objects.create(user=person, confirmed=True, name="tests")


def code_of(device: TOTPDevice, *, steps: int = 0) -> str:
    """What the telephone shows now, or some steps of 30 seconds away."""
    clock = TOTP(device.bin_key, device.step, device.t0, device.digits, device.drift)
    clock.time = time.time() + steps * device.step
    return f"{clock.token():06d}"


def entered(member: Member) -> Client:
    """A client logged in as this person, who gave the code of their telephone."""
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = telephone(member.person).persistent_id
    session.save()
    return client


def entered_by_password_only(member: Member) -> Client:
    """A client logged in as this person, before any code."""
    client = Client()
    client.force_login(member.person, backend=BACKEND)
    return client
