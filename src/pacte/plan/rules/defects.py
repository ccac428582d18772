"""Builders of defects: what is wrong, why it matters and how to fix it."""

from __future__ import annotations

from pacte.kernel.defects import Defect, Severity
from pacte.kernel.french import apply_french_spacing

_MAX_QUOTE_LENGTH = 60


def error_defect(
    code: str, at: tuple[str, str], message: str, reason: str = "", hint: str = "", value: str = ""
) -> Defect:
    """Return a defect that blocks the import."""
    return _defect(code, at, message, reason, hint, value, Severity.ERROR)


def warning_defect(
    code: str, at: tuple[str, str], message: str, reason: str = "", hint: str = "", value: str = ""
) -> Defect:
    """Return a defect that needs confirmation but does not block the import."""
    return _defect(code, at, message, reason, hint, value, Severity.WARNING)


def quote_excerpt(text: str) -> str:
    """Return the text between French quotes, truncated when long."""
    flat = " ".join(text.split())
    return f"« {flat if len(flat) <= _MAX_QUOTE_LENGTH else flat[: _MAX_QUOTE_LENGTH - 1].rstrip() + '…'} »"


def _defect(
    code: str, at: tuple[str, str], summary: str, reason: str, hint: str, value: str, severity: Severity
) -> Defect:
    full_message = apply_french_spacing(" ".join(part for part in (summary, reason) if part))
    return Defect(code, full_message, value=value, hint=apply_french_spacing(hint), severity=severity, at=at)
