"""Authentication by e-mail and password. The caller, ``services.passwords``, limits attempts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from pacte.accounts.models import Person
from pacte.accounts.queries import person_by_email, person_of_login
from pacte.kernel.clock import today


class PasswordBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> Person | None:
        """The person when e-mail and password match. An unknown e-mail takes the same time as a known one."""
        if not username or not password:
            return None
        person = person_by_email(username)
        if person is None:
            Person().set_password(password)
            return None
        if person.check_password(password) and self.user_can_authenticate(person):
            return person
        return None

    def get_user(self, user_id: int) -> Person | None:
        """The person of a session, with the memberships that the request needs next."""
        person = person_of_login(user_id, on=today())
        return person if person is not None and self.user_can_authenticate(person) else None
