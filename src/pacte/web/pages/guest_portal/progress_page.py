"""« Que lui reste-t-il, et où ? »: what an agency reads of somebody, with their consent, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.accounts.records import GuestScope
from pacte.accounts.row_context import acting_as
from pacte.journeys.queries.learner_portal import learner_portal
from pacte.journeys.queries.progress_shares import share_of_guest
from pacte.journeys.services.progress_shares import count_share_reading
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.web.guest_pages import GuestPage
from pacte.web.remaining_blocks import remaining

if TYPE_CHECKING:
    from django.http import HttpResponse

    from pacte.web.request import Request

_FOR_AN_AGENCY = "une agence, avec l’accord de la personne"


class ProgressPage(GuestPage):
    """Read with the rights of the person, on the day, of the one share that the link is about."""

    scopes = frozenset({GuestScope.FOLLOW})
    subject_argument = "share"
    bar = "Ce qui reste"
    template_name = "guest_portal/progress.html"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.share = share_of_guest(actor=self.actor, identifier=kwargs["share"], on=today())

    def get(self, request: Request) -> HttpResponse:
        count_share_reading(actor=self.actor, share=self.share)
        # Before the context changes: the rest of the page is the person's.
        assert self.guest
        learner, contact = self.share.learner, getattr(self.share.learner, "contact", None)
        with acting_as(Actor(name=_FOR_AN_AGENCY, learner_id=learner.pk)) as person:
            values = remaining(person, learner_portal(actor=person, on=today()))
        return self.render(
            {
                **values,
                "name": f"{contact.first_name} {contact.last_name}" if contact else "Cette personne",
                "until": format_day(self.share.expires_on) if self.share.expires_on else "",
            }
        )
