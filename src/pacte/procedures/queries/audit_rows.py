"""What the control of one case says of it, on which its rules decide. Whoever calls has checked that it may be read."""

from __future__ import annotations

from pacte.accounts.row_context import system_elevation
from pacte.procedures.models import AuditFinding, Case, SampledCase


def is_audit_owed(*, case: Case) -> bool:
    """Returns True when the case was drawn for control, and nothing was found yet."""
    with system_elevation():  # Who moves the case along may be somebody who applied.
        return SampledCase.objects.filter(case=case, findings=None).exists()


def unjustified_cents(*, case: Case) -> int:
    """Returns what the finding that counts leaves unjustified; 0 without one."""
    with system_elevation():
        last = AuditFinding.objects.filter(sampled__case=case).order_by("pk").last()
    return last.unjustified_cents if last else 0
