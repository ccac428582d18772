"""« Mon dossier »: who the link says that one is, until when it serves, and the act that closes all of one's links."""

from __future__ import annotations

from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render

from pacte.accounts.queries import count_open_guest_links
from pacte.accounts.records import GuestScope, OpenedGuestLink
from pacte.accounts.services import revoke_guest_links
from pacte.kernel.clock import paris_date
from pacte.kernel.french import format_day, pluralise
from pacte.web.guest_pages import GuestFormPage
from pacte.web.private_pages import with_headers


class HomePage(GuestFormPage):
    """Any link of a guest opens it: whoever holds one may close them all."""

    scopes = frozenset(GuestScope)
    template_name = "guest_portal/home.html"

    def accepts(self, link: OpenedGuestLink) -> bool:
        return True

    def save(self, data: dict[str, Any]) -> HttpResponseBase:
        """The page that answers is the last one of these links: its address opens nothing more."""
        revoke_guest_links(actor=self.actor, guest=self.guest)
        return with_headers(render(self.request, "guest_portal/closed.html", {"bar": self.bar}))

    def context(self) -> dict[str, Any]:
        links = count_open_guest_links(actor=self.actor, guest=self.guest)
        return {
            "last_day": format_day(paris_date(self.link.expires_at)),
            "links": pluralise(links, "lien ouvert", "liens ouverts"),
        }
