"""Base classes of the pages of studies: the list, one case, its forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pacte.accounts.queries.assignable_people import assignable_people
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.procedures.permissions import may
from pacte.procedures.queries import CaseDetail, case_by_number
from pacte.procedures.services.guards import refuse_unless
from pacte.web.page import Crumb, PlanFormPage, PlanPage

if TYPE_CHECKING:
    from pacte.accounts.models import Person


class StudyPage(PlanPage):
    """A page under the list of cases."""

    stylesheet = "pacte/css/studies.css"
    is_dated = False

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Études", self.url("studies:list")), *super().breadcrumb()]

    def owners_by_id(self) -> dict[str, Person]:
        """People who may own a case."""
        people = assignable_people(actor=self.actor, host_id=self.plan.organisation_id, on=today())
        return {str(person.pk): person for person in people}

    def action_links(self, numbers: Sequence[ActionCode]) -> list[dict[str, str]]:
        """Links to the actions that a choice makes possible."""
        names = action_titles_by_number(actor=self.actor, plan=self.plan, on=today()) if numbers else {}
        return [
            {"label": f"{number} {names.get(number, '')}", "url": self.url("plan:action", number)} for number in numbers
        ]


class CasePage(StudyPage):
    """A page of one case, whose number is in the URL. ``crumb`` is the label of a page below it."""

    detail: CaseDetail

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.detail = case_by_number(actor=self.actor, plan=self.plan, number=kwargs["number"], on=today())

    def breadcrumb(self) -> Sequence[Crumb]:
        list_page, *own = super().breadcrumb()
        return [list_page, (self.detail.summary.title, self.case_url("file") if own else ""), *own]

    def case_url(self, name: str, *args: object) -> str:
        return self.url(f"studies:{name}", self.detail.case.number, *args)

    def may(self, right: str) -> bool:
        return may(self.actor, f"procedures.{right}", self.detail.scope)


class CaseFormPage(CasePage, PlanFormPage):
    """A form about one case, for readers with ``right`` on it."""

    right = "write"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.right:
            refuse_unless(self.actor, f"procedures.{self.right}", self.detail.scope)

    @property
    def back_url(self) -> str:
        return self.case_url("file")

    def breadcrumb(self) -> Sequence[Crumb]:
        self.crumb = self.crumb or self.submit_label
        return super().breadcrumb()
