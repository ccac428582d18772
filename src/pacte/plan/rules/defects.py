"""Builders of defects: what is wrong, why it matters and how to fix it."""

from __future__ import annotations

from pacte.kernel.french import apply_french_spacing
from pacte.plan.records import Defect

_MAX_QUOTE_LENGTH = 60


def error_defect(
    code: str, at: tuple[str, str], message: str, reason: str = "", fix: str = "", value: str = ""
) -> Defect:
    """Return a defect that blocks the import."""
    return _defect(code, at, message, reason, fix, value, is_error=True)


def warning_defect(
    code: str, at: tuple[str, str], message: str, reason: str = "", fix: str = "", value: str = ""
) -> Defect:
    """Return a defect that needs confirmation but does not block the import."""
    return _defect(code, at, message, reason, fix, value, is_error=False)


def quote_excerpt(text: str) -> str:
    """Return the text between French quotes, truncated when long."""
    flat = " ".join(text.split())
    return f"« {flat if len(flat) <= _MAX_QUOTE_LENGTH else flat[: _MAX_QUOTE_LENGTH - 1].rstrip() + '…'} »"


def _defect(code: str, at: tuple[str, str], summary: str, reason: str, fix: str, value: str, is_error: bool) -> Defect:
    full_message = apply_french_spacing(" ".join(part for part in (summary, reason) if part))
    return Defect(code, full_message, value=value, fix=apply_french_spacing(fix), is_error=is_error, at=at)
