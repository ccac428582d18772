"""Base classes of the pages of committees: the plan, one committee, their forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings

from pacte.exchange.pack_files import EXTENSIONS, STATEMENT_EXTENSIONS
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.plan.queries import plan_by_code
from pacte.plan.queries.stakeholders import action_titles_by_number
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.queries.committees import committee_by_number, committee_summary
from pacte.web.page import Crumb, FormPage, Page, PageContext

if TYPE_CHECKING:
    from pacte.plan.models import Plan
    from pacte.steering.models import Committee
    from pacte.steering.records.meetings import CommitteeSummary

_PACK_LABELS = {"pdf": "Dossier (.pdf)", "pptx": "Diapositives (.pptx)", "xlsx": "Classeur (.xlsx)"}
_STATEMENT_LABELS = {"pdf": "Relevé (.pdf)", "xlsx": "Relevé (.xlsx)"}


class CommitteesPage(Page):
    """A page for those who may read the committees of the plan of its URL, and act there when there is a ``right``."""

    nav = "committees"
    stylesheet = "pacte/css/committees.css"
    right = ""
    # Label and URL name of the list above this page.
    root = ("Comités", "committees:list")
    plan: Plan

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.plan = plan_by_code(actor=self.actor, code=kwargs["code"])
        if not self.may("committee.read"):
            raise NotFound
        self.load_subject(kwargs)
        if self.right and not self.may(self.right):
            raise PermissionDenied(
                "committee",
                "Seul le pilote du pacte prépare un comité et écrit ses décisions.",
                hint="Demandez-le-lui.",
            )

    def load_subject(self, url: dict[str, Any]) -> None:
        """What the URL names beyond the plan. Raises ``NotFound``."""

    def may(self, right: str) -> bool:
        return may(self.actor, right, SteeringScope(host_id=self.plan.organisation_id))

    def url(self, name: str, *args: object) -> str:
        """URL of a page of the plan."""
        return super().url(name, self.plan.code, *args)

    def below_list(self) -> Sequence[Crumb]:
        """End of the breadcrumb, after the list."""
        return [(self.crumb, "")] if self.crumb else []

    def breadcrumb(self) -> Sequence[Crumb]:
        (label, name), below = self.root, self.below_list()
        return [(self.plan.title, self.url("plan:glance")), (label, self.url(name) if below else ""), *below]

    def page_context(self) -> PageContext:
        return PageContext(actor=self.actor, nav=self.nav, breadcrumb=self.breadcrumb(), plan=self.plan)

    @cached_property
    def action_titles(self) -> dict[ActionCode, str]:
        """Titles of the actions today, for choices and lists."""
        return action_titles_by_number(actor=self.actor, plan=self.plan, on=today())


class CommitteePage(CommitteesPage):
    """A page of one committee, whose number is in the URL."""

    committee: Committee

    def load_subject(self, url: dict[str, Any]) -> None:
        self.committee = committee_by_number(actor=self.actor, plan=self.plan, number=url["number"])

    @cached_property
    def line(self) -> CommitteeSummary:
        return committee_summary(actor=self.actor, committee=self.committee)

    def committee_url(self, name: str, *args: object) -> str:
        return self.url(f"committees:{name}", self.committee.number, *args)

    def below_list(self) -> Sequence[Crumb]:
        below = super().below_list()
        return [(self.committee.title, self.committee_url("page") if below else ""), *below]

    def pack_links(self) -> list[dict[str, str]]:
        """Files of the frozen pack."""
        known = EXTENSIONS if self.line.has_pack else ()
        return [{"label": _PACK_LABELS[each], "url": self.committee_url("pack_file", each)} for each in known]

    def statement_links(self) -> list[dict[str, str]]:
        """Files of the issued statement."""
        known = STATEMENT_EXTENSIONS if self.line.statement_number else ()
        return [{"label": _STATEMENT_LABELS[each], "url": self.committee_url("statement_file", each)} for each in known]


class CommitteeFormPage(CommitteePage, FormPage):
    """A form about one committee, for those who prepare it."""

    right = "committee.prepare"

    @property
    def back_url(self) -> str:
        return self.url(self.back) if self.back else self.committee_url("page")


def is_demo_instance() -> bool:
    return settings.INSTANCE.name == "demo"
