"""Password attempts: counted before the check, checked with limited concurrency, refunded on success."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pacte.accounts.backends import PasswordBackend
from pacte.accounts.models import Person
from pacte.accounts.rules.rate_limits import PASSWORD_ON_KNOWN_DEVICE, RateLimitBucket, password_buckets
from pacte.accounts.services.hashing_slots import hashing_slot
from pacte.accounts.services.rate_limits import consume_tokens, refund_tokens
from pacte.kernel.actor import Actor
from pacte.kernel.errors import TooManyRequests


@dataclass(frozen=True, slots=True)
class PasswordAttempt:
    """``email`` is canonical. ``network``: origin of the attempt, None when unknown.

    ``is_known_device``: this account logged in from this very device before, so failures of strangers do not count
    against it.
    """

    email: str
    password: str
    network: str | None
    is_known_network: bool = False
    is_known_device: bool = False


def person_by_password(*, actor: Actor, attempt: PasswordAttempt) -> Person | None:
    """The person, or None. Raises ``TooManyRequests`` with the wait after which the right password is accepted.

    ``actor`` is anonymous. Known and unknown e-mails take the same time and are counted alike.
    """
    buckets = _consume_for_attempt(attempt)
    try:
        with hashing_slot():
            person = PasswordBackend().authenticate(None, username=attempt.email, password=attempt.password)
    except TooManyRequests:
        refund_tokens(*buckets)
        raise
    if person is not None:
        refund_tokens(*buckets)
    return person


def _consume_for_attempt(attempt: PasswordAttempt) -> tuple[RateLimitBucket, ...]:
    device_buckets = (RateLimitBucket(PASSWORD_ON_KNOWN_DEVICE, attempt.email),)
    if attempt.is_known_device and consume_tokens(*device_buckets) is None:
        return device_buckets
    public_buckets = password_buckets(attempt.email, attempt.network, is_known_network=attempt.is_known_network)
    wait = consume_tokens(*public_buckets)
    if wait is None:
        return public_buckets
    raise too_many_password_attempts(wait)


def too_many_password_attempts(wait: timedelta) -> TooManyRequests:
    """Does not reveal which limit was reached, nor whether the account exists."""
    return TooManyRequests(
        "tries_wait", "Trop de mots de passe faux ont été essayés.",
        "Pour ce compte, depuis votre réseau, ou sur tout le site : chaque essai doit attendre un peu.",
        "Le bon mot de passe passera ensuite. Un lien envoyé à votre adresse ouvre tout de suite.", wait=wait,
    )  # fmt: skip
