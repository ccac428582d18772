"""What the pages about the calls of a plan have alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pacte.kernel.errors import hide_unless
from pacte.procedures.queries.committees import may_convene
from pacte.procedures.rules.catalogue import has_reading_pages
from pacte.web.page import Crumb, PlanFormPage

CALLS = "Appels et séances"


class CallsFormPage(PlanFormPage):
    """A form about the calls of a plan, for whoever convenes. Not found when no procedure has rounds or committees."""

    nav, back = "cases", "readings:rounds"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(has_reading_pages() and may_convene(actor=self.actor, plan=self.plan))

    def breadcrumb(self) -> Sequence[Crumb]:
        return [(CALLS, self.url("readings:rounds")), *super().breadcrumb()]
