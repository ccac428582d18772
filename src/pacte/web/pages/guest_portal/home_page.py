"""« Mes demandes »: what one began and sent, what one may begin, one's address, and closing one's links.

Reading it creates nothing: opened again and again, it shows the same drafts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http.response import HttpResponseBase
from django.shortcuts import render

from pacte.accounts.queries import count_open_guest_links
from pacte.accounts.records import GuestScope, OpenedGuestLink
from pacte.accounts.services import revoke_guest_links
from pacte.kernel.clock import paris_date, today
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import main_plan
from pacte.procedures.permissions import may_apply
from pacte.procedures.queries.applications import invited_to, own_applications
from pacte.procedures.queries.public_register import public_procedures
from pacte.web.application_display import application_lines
from pacte.web.application_words import APPLICATION_DONE
from pacte.web.guest_pages import GuestFormPage
from pacte.web.private_pages import with_headers

if TYPE_CHECKING:
    from pacte.procedures.models import Application

_APPLYING = (GuestScope.APPLY, GuestScope.CO_APPLY)


class HomePage(GuestFormPage):
    """Any link of a guest opens it: whoever holds one may close them all."""

    scopes = frozenset(GuestScope)
    template_name = "guest_portal/home.html"
    bar = "Mes demandes"
    done_messages = APPLICATION_DONE

    def accepts(self, link: OpenedGuestLink) -> bool:
        return True

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        """The page that answers is the last one of these links: its address opens nothing more."""
        revoke_guest_links(actor=self.actor, guest=self.guest)
        return with_headers(render(self.request, "guest_portal/closed.html", {"bar": self.bar}))

    def _own_url(self, name: str, *args: object) -> str:
        return self.url(f"applications:guest_{name}", *args)

    def _opens(self, application: Application) -> bool:
        """True when this link opens the page of that application."""
        return self.link.scope in _APPLYING and self.link.subject_id in (None, application.pk)

    def _offered(self) -> list[dict[str, str]]:
        """What may be begun in the plan of today of the Region of the guest."""
        plan = main_plan(actor=self.actor)
        if plan is None or plan.organisation_id != self.guest.organisation_id:
            return []
        return [
            {
                "title": each.procedure.title,
                "url": self.url("applications:guest_begin", plan.code, each.procedure.code),
            }
            for each in public_procedures(actor=self.actor, plan=plan, on=today())
            if may_apply(self.actor, each.procedure, None)
        ]

    def context(self) -> dict[str, Any]:
        links = count_open_guest_links(actor=self.actor, guest=self.guest)
        is_whole = self.link.scope is GuestScope.APPLY and self.link.subject_id is None
        shown = [each for each in own_applications(actor=self.actor) if is_whole or self._opens(each)]
        return {
            "lines": application_lines(actor=self.actor, applications=shown, on=today(), own_url=self._own_url),
            "invitations": [
                {"title": title, "url": self.url("applications:guest_accept", key)}
                for key, title in (invited_to(actor=self.actor) if self.link.scope in _APPLYING else [])
                if self.link.subject_id in (None, key)
            ],
            "offered": self._offered() if is_whole else [],
            "address_url": self.url("applications:guest_address") if is_whole else "",
            "last_day": format_day(paris_date(self.link.expires_at)),
            "links": pluralise(links, "lien ouvert", "liens ouverts"),
        }
