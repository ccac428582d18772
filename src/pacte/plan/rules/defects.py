"""How a rule names what is wrong: what happened, why it matters, what to do."""

from __future__ import annotations

from pacte.kernel.french import typeset
from pacte.plan.records import Defect

_LONGEST_QUOTE = 60


def error(code: str, at: tuple[str, str], what: str, why: str = "", fix: str = "", value: str = "") -> Defect:
    """A defect that stops the writing."""
    return _defect(code, at, what, why, fix, value, is_error=True)


def warning(code: str, at: tuple[str, str], what: str, why: str = "", fix: str = "", value: str = "") -> Defect:
    """A defect that asks, and lets the plan in."""
    return _defect(code, at, what, why, fix, value, is_error=False)


def quoted(text: str) -> str:
    """« a text », cut when long."""
    flat = " ".join(text.split())
    return f"« {flat if len(flat) <= _LONGEST_QUOTE else flat[: _LONGEST_QUOTE - 1].rstrip() + '…'} »"


def _defect(code: str, at: tuple[str, str], what: str, why: str, fix: str, value: str, is_error: bool) -> Defect:
    message = typeset(" ".join(part for part in (what, why) if part))
    return Defect(code, message, value=value, fix=typeset(fix), is_error=is_error, at=at)
