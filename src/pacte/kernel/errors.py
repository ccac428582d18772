"""Families of errors. The family decides the page's status; the sentence is for the person in front of it.

An error says what happened, why, and what to do. ``code`` is stable English for programs and tests.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil


class PacteError(Exception):
    """Root of all errors that a person may read. ``str()`` gives the whole French sentence."""

    status = 500
    exit_code = 2

    def __init__(self, code: str, what: str, why: str = "", todo: str = "") -> None:
        self.code = code
        self.what = what
        self.why = why
        self.todo = todo
        super().__init__(" ".join(part for part in (what, why, todo) if part))


class Unseen(PacteError):
    """The thing does not exist, or the actor may not know that it does: the two answer alike."""

    status = 404

    def __init__(self, code: str = "unseen") -> None:
        super().__init__(
            code,
            "Cette page n'existe pas, ou vous n'y avez pas accès.",
            todo="Vérifiez l'adresse, ou connectez-vous avec le compte qui convient.",
        )


class Refused(PacteError):
    """The actor sees the thing but may not do this act on it."""

    status = 403


class Invalid(PacteError):
    """What was given cannot be accepted as it is: a person can correct it."""

    status = 422
    exit_code = 1


class Conflict(PacteError):
    """The thing changed, or is closed, since it was read."""

    status = 409
    exit_code = 1


class TooMany(PacteError):
    """Asked more often than is allowed: nothing is locked, the same is accepted after ``wait``."""

    status = 429
    exit_code = 1

    def __init__(self, code: str, what: str, why: str = "", todo: str = "", *, wait: timedelta) -> None:
        super().__init__(code, what, why, todo)
        self.wait = wait

    @property
    def seconds(self) -> int:
        """The wait in whole seconds, one at least: what ``Retry-After`` says."""
        return max(1, ceil(self.wait.total_seconds()))


class Misconfigured(PacteError):
    """The installation is not safe or not complete: nothing is served until it is mended."""

    status = 503
