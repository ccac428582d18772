"""Error families. The family sets the HTTP status; the sentence is for the user.

An error gives a message, the reason, and a hint on what to do. ``code`` is stable English for programs and tests.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import TypeVar

Value = TypeVar("Value")


class PacteError(Exception):
    """Base class of all errors shown to users. ``str()`` returns the whole French sentence."""

    status = 500
    exit_code = 2

    def __init__(self, code: str, message: str, reason: str = "", hint: str = "") -> None:
        self.code = code
        self.message = message
        self.reason = reason
        self.hint = hint
        super().__init__(" ".join(part for part in (message, reason, hint) if part))


class NotFound(PacteError):
    """The object does not exist, or the actor may not know that it does: both give the same answer."""

    status = 404

    def __init__(self, code: str = "unseen") -> None:
        super().__init__(
            code,
            "Cette page n'existe pas, ou vous n'y avez pas accès.",
            hint="Vérifiez l'adresse, ou connectez-vous avec le compte qui convient.",
        )


def ensure_found(value: Value | None) -> Value:
    """The value. Raises ``NotFound`` for None."""
    if value is None:
        raise NotFound
    return value


def hide_unless(is_visible: object) -> None:
    """Raises ``NotFound`` for what the actor may not know to exist."""
    if not is_visible:
        raise NotFound


class PermissionDenied(PacteError):
    """The actor may see the object but not do this to it."""

    status = 403


def deny_unless(is_allowed: object, code: str, message: str, reason: str = "", hint: str = "") -> None:
    """Raises ``PermissionDenied`` with this message for what the actor may see but not do."""
    if not is_allowed:
        raise PermissionDenied(code, message, reason, hint)


class ValidationError(PacteError):
    """The input is not acceptable as it is; the user can correct it."""

    status = 422
    exit_code = 1


def refuse_blank(text: str, code: str, message: str, reason: str = "", hint: str = "") -> None:
    """Raises ``ValidationError`` with this message when nothing is written."""
    if not text.strip():
        raise ValidationError(code, message, reason, hint)


class Conflict(PacteError):
    """The object changed, or was closed, since it was read."""

    status = 409
    exit_code = 1


class TooManyRequests(PacteError):
    """Rate limit exceeded. Nothing is locked: the same request is accepted after ``wait``."""

    status = 429
    exit_code = 1

    def __init__(self, code: str, message: str, reason: str = "", hint: str = "", *, wait: timedelta) -> None:
        super().__init__(code, message, reason, hint)
        self.wait = wait

    @property
    def retry_after_seconds(self) -> int:
        """Wait in whole seconds, at least one: the value of ``Retry-After``."""
        return max(1, ceil(self.wait.total_seconds()))


class ConfigurationError(PacteError):
    """The installation is unsafe or incomplete: nothing is served until it is fixed."""

    status = 503
