"""Error families. The family sets the HTTP status; the sentence is for the user.

An error gives a message, the reason, and a hint on what to do. ``code`` is stable English for programs and tests.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil


class PacteError(Exception):
    """Base class of all errors shown to users. ``str()`` returns the whole French sentence."""

    status = 500
    exit_code = 2

    def __init__(self, code: str, what: str, why: str = "", todo: str = "") -> None:
        self.code = code
        self.what = what
        self.why = why
        self.todo = todo
        super().__init__(" ".join(part for part in (what, why, todo) if part))


class Unseen(PacteError):
    """The object does not exist, or the actor may not know that it does: both give the same answer."""

    status = 404

    def __init__(self, code: str = "unseen") -> None:
        super().__init__(
            code,
            "Cette page n'existe pas, ou vous n'y avez pas accès.",
            todo="Vérifiez l'adresse, ou connectez-vous avec le compte qui convient.",
        )


class Refused(PacteError):
    """The actor may see the object but not do this to it."""

    status = 403


class Invalid(PacteError):
    """The input is not acceptable as it is; the user can correct it."""

    status = 422
    exit_code = 1


class Conflict(PacteError):
    """The object changed, or was closed, since it was read."""

    status = 409
    exit_code = 1


class TooMany(PacteError):
    """Rate limit exceeded. Nothing is locked: the same request is accepted after ``wait``."""

    status = 429
    exit_code = 1

    def __init__(self, code: str, what: str, why: str = "", todo: str = "", *, wait: timedelta) -> None:
        super().__init__(code, what, why, todo)
        self.wait = wait

    @property
    def seconds(self) -> int:
        """Wait in whole seconds, at least one: the value of ``Retry-After``."""
        return max(1, ceil(self.wait.total_seconds()))


class Misconfigured(PacteError):
    """The installation is unsafe or incomplete: nothing is served until it is fixed."""

    status = 503
