"""Builders of defects: what is wrong, why it matters and how to fix it."""

from __future__ import annotations

from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import Defect

_LONGEST_QUOTE = 60


def error(code: str, at: tuple[str, str], what: str, why: str = "", fix: str = "", value: str = "") -> Defect:
    """Return a defect that blocks the import."""
    return _defect(code, at, what, why, fix, value, is_error=True)


def warning(code: str, at: tuple[str, str], what: str, why: str = "", fix: str = "", value: str = "") -> Defect:
    """Return a defect that needs confirmation but does not block the import."""
    return _defect(code, at, what, why, fix, value, is_error=False)


def quoted(text: str) -> str:
    """Return the text between French quotes, truncated when long."""
    flat = " ".join(text.split())
    return f"« {flat if len(flat) <= _LONGEST_QUOTE else flat[: _LONGEST_QUOTE - 1].rstrip() + '…'} »"


def _defect(code: str, at: tuple[str, str], what: str, why: str, fix: str, value: str, is_error: bool) -> Defect:
    message = apply_french_spacing(" ".join(part for part in (what, why) if part))
    return Defect(code, message, value=value, fix=apply_french_spacing(fix), is_error=is_error, at=at)
