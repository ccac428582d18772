"""Password attempts: counted before the check, checked with limited concurrency, refunded on success."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pacte.accounts.backends import PasswordBackend
from pacte.accounts.models import Person
from pacte.accounts.rules.limits import PASSWORD_ON_KNOWN_DEVICE, Bucket, password_buckets
from pacte.accounts.services.hashing import hashing_slot
from pacte.accounts.services.limits import give_back, take
from pacte.kernel.actor import Actor
from pacte.kernel.errors import TooMany


@dataclass(frozen=True, slots=True)
class PasswordTry:
    """``email`` is canonical. ``network``: origin of the attempt, None when unknown.

    ``is_known_device``: this account logged in from this very device before, so failures of strangers do not count
    against it.
    """

    email: str
    password: str
    network: str | None
    is_known_network: bool = False
    is_known_device: bool = False


def person_by_password(*, actor: Actor, given: PasswordTry) -> Person | None:
    """The person, or None. Raises ``TooManyRequests`` with the wait after which the right password is accepted.

    ``actor`` is anonymous. Known and unknown e-mails take the same time and are counted alike.
    """
    taken = _taken(given)
    try:
        with hashing_slot():
            person = PasswordBackend().authenticate(None, username=given.email, password=given.password)
    except TooMany:
        give_back(*taken)
        raise
    if person is not None:
        give_back(*taken)
    return person


def _taken(given: PasswordTry) -> tuple[Bucket, ...]:
    own = (Bucket(PASSWORD_ON_KNOWN_DEVICE, given.email),)
    if given.is_known_device and take(*own) is None:
        return own
    public = password_buckets(given.email, given.network, is_known_network=given.is_known_network)
    wait = take(*public)
    if wait is None:
        return public
    raise too_many_tries(wait)


def too_many_tries(wait: timedelta) -> TooMany:
    """Does not reveal which limit was reached, nor whether the account exists."""
    return TooMany(
        "tries_wait", "Trop de mots de passe faux ont été essayés.",
        "Pour ce compte, depuis votre réseau, ou sur tout le site : chaque essai doit attendre un peu.",
        "Le bon mot de passe passera ensuite. Un lien envoyé à votre adresse ouvre tout de suite.", wait=wait,
    )  # fmt: skip
