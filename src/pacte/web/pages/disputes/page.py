"""Base classes of the pages of disputes: their list, one of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pacte.accounts.queries import host_organisation
from pacte.indicators.queries.disputes import dispute_by_number
from pacte.kernel.errors import NotFound
from pacte.web.page import Crumb, Page

if TYPE_CHECKING:
    from pacte.indicators.models import Dispute


class DisputesPage(Page):
    """A page about the disputes of a Region: this installation's, else another of the reader.

    Raises ``NotFound`` for a reader without one.
    """

    nav = "territory"
    stylesheet = "pacte/css/territory.css"
    host_id: int

    def load(self, *args: Any, **kwargs: Any) -> None:
        own = host_organisation()
        if not self.actor.host_ids:
            raise NotFound
        self.host_id = own.pk if own is not None and own.pk in self.actor.host_ids else min(self.actor.host_ids)

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        return [("Désaccords", self.url("disputes:list") if own else ""), *own]


class DisputePage(DisputesPage):
    """The dispute of the URL. ``crumb`` is the label of a page below it."""

    dispute: Dispute

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.dispute = dispute_by_number(actor=self.actor, host_id=self.host_id, number=kwargs["number"])

    def breadcrumb(self) -> Sequence[Crumb]:
        disputes, *own = super().breadcrumb()
        list_url = self.url("disputes:list")
        return [(disputes[0], list_url), (self.dispute.subject, self.dispute_url("dispute") if own else ""), *own]

    def dispute_url(self, name: str, *parts: object) -> str:
        return self.url(f"disputes:{name}", self.dispute.number, *parts)
