"""What the control of one case says of it, on which its rules decide. Whoever calls has checked that it may be read."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.accounts.row_context import system_elevation
from pacte.procedures.models import AuditFinding, Case, SampledCase


@dataclass(frozen=True, slots=True)
class CaseControl:
    """The control of one case."""

    case: Case

    @property
    def is_owed(self) -> bool:
        """True when the case was drawn for control, and nothing was found yet."""
        with system_elevation():  # Who moves the case along may be somebody who applied.
            return SampledCase.objects.filter(case=self.case, findings=None).exists()

    @property
    def unjustified_cents(self) -> int:
        """What the finding that counts leaves unjustified; 0 without one."""
        with system_elevation():
            last = AuditFinding.objects.filter(sampled__case=self.case).order_by("pk").last()
        return last.unjustified_cents if last else 0
