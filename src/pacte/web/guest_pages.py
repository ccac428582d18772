"""Base classes of the pages of guests: under « /mon-dossier/<secret>/ », and where a visitor asks for such a link.

As on the pages of a personal link (``pages/learner_portal``): no account, no cookie, no script, and no CSRF token,
since the right is in the address of the page, which another site does not have. A page that another room needs::

    class ApplicationPage(GuestFormPage):
        scopes = frozenset({GuestScope.APPLY, GuestScope.CO_APPLY})
        subject_argument = "case"
        done_messages = {"envoye": ("C’est envoyé.", "Un accusé de réception part par courriel.")}

    path("mon-dossier/<str:secret>/candidatures/<int:case>/", …)

Its queries and services take ``page.actor``, whose rows PostgreSQL finds by ``pacte_guest()``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from pacte.accounts.queries import host_organisation, this_guest
from pacte.accounts.records import GuestScope, OpenedGuestLink
from pacte.accounts.row_context import acting_as
from pacte.accounts.rules.rate_limits import guest_link_buckets
from pacte.accounts.services import consume_tokens, open_guest_link
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.errors import PacteError, TooManyRequests
from pacte.notifications.records import GuestLetterInput
from pacte.notifications.services import request_guest_link
from pacte.web.client_network import client_network_of
from pacte.web.form_fields import CanonicalEmailField
from pacte.web.middleware import error_page
from pacte.web.own_transactions import own_transactions
from pacte.web.page import UNPROCESSABLE_STATUS, FormPage, Page
from pacte.web.private_pages import PRIVACY_HEADERS, opened_by_secret, with_headers
from pacte.web.request import Request
from pacte.web.templatetags.pacte_components import as_errors

if TYPE_CHECKING:
    from pacte.accounts.models import Guest, Organisation

_MACHINE = "lien d’une personne sans compte"
_DONE_PARAMETER, _SENT_PARAMETER = "fait", "envoye"
_NOT_FOUND_STATUS = 404


class GuestPage(Page):
    """A page for whoever holds a link of one of ``scopes``. Any other link answers 404, as one that does not exist.

    ``subject_argument``: part of the URL that names the one thing that a link may be about; a link about all of its
    scope opens any of them, which the rooms then look for among the guest's own. Without it, a link about one thing
    does not open the page.
    """

    is_public = True
    decorators = (own_transactions, opened_by_secret, csrf_exempt)
    scopes: Collection[GuestScope] = frozenset({GuestScope.APPLY})
    subject_argument: str = ""
    # What the bar says, above the page.
    bar: str = "Mon dossier"
    # Title and text shown after an act, by the word that the address then holds: no cookie is needed.
    done_messages: Mapping[str, tuple[str, str]] = MappingProxyType({})
    link: OpenedGuestLink

    @sensitive_variables()
    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Opens the link, then the page as its guest. A use is committed first: it counts even when refused."""
        try:
            with acting_as(system_actor(_MACHINE)) as machine:
                link = open_guest_link(actor=machine, secret=kwargs["secret"], scopes=self.scopes)
        except TooManyRequests as error:
            headers = {"Retry-After": str(error.retry_after_seconds), **PRIVACY_HEADERS}
            page = render(request, "guest_portal/too_fast.html", {"error": error}, status=error.status)
            return with_headers(page, headers)
        if link is None or not self.accepts(link):
            return with_headers(render(request, "guest_portal/gone.html", status=_NOT_FOUND_STATUS))
        self.link = link
        try:
            with acting_as(link.actor):
                return with_headers(super().dispatch(request, *args, **kwargs))
        except PacteError as error:
            return with_headers(error_page(request, error))

    def accepts(self, link: OpenedGuestLink) -> bool:
        """True when the page is about the thing of the link, or the link about all of its scope."""
        return link.subject_id is None or self.kwargs.get(self.subject_argument) == link.subject_id

    @property
    def actor(self) -> Actor:
        return self.link.actor

    @cached_property
    def guest(self) -> Guest:
        return this_guest(actor=self.actor)

    def url(self, name: str, *args: object) -> str:
        """URL of a page of the same link."""
        return reverse(name, args=[self.kwargs["secret"], *args])

    def redirect(self, url: str, message: str = "") -> HttpResponseRedirect:
        """Goes to ``url``, where the message is shown. ``message`` is a word of ``done_messages`` of that page."""
        return HttpResponseRedirect(f"{url}?{_DONE_PARAMETER}={message}" if message else url)

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        common = {
            "bar": self.bar,
            "secret": self.kwargs["secret"],
            "guest": self.guest,
            "is_fictive": self.guest.is_synthetic,
            "done": self.done_messages.get(self.request.GET.get(_DONE_PARAMETER, "")),
            "is_refused": status == UNPROCESSABLE_STATUS,
        }
        return render(self.request, self.template_name, {**common, **values}, status=status)


class GuestFormPage(GuestPage, FormPage):
    """A page of a guest with a form. Its act returns a word of ``done_messages``, or the whole response."""

    shows_conflicts = True

    def render_form(self, form: forms.BaseForm) -> HttpResponse:
        """``error``: the first thing wrong, said above the page (``learner_portal/message.html``)."""
        values = {"form_page": self, "form": form, "error": next(iter(as_errors(form)), None), **self.context()}
        return self.render(values, status=UNPROCESSABLE_STATUS if form.is_bound else 200)


class GuestEmailForm(forms.Form):
    email = CanonicalEmailField(
        label="Votre adresse électronique", widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"required": "Écrivez votre adresse électronique."},
    )  # fmt: skip


class AskForLinkPage(FormPage):
    """A public page where a visitor asks for a link at their address: same words, same rows, same time for any address.

    A subclass says what the letter brings (``letter_input``), and whether an unknown address becomes a guest.
    """

    is_public = True
    is_atomic = False
    decorators = (never_cache, own_transactions)
    form_class = GuestEmailForm
    letter_input: GuestLetterInput
    opens_guest: bool = False

    @property
    def host(self) -> Organisation | None:
        """The Region whose guest the visitor is or becomes."""
        return host_organisation()

    @property
    def sent_url(self) -> str:
        """Where to go once asked: the same address, which also says so."""
        query = self.request.GET.copy()
        query[_SENT_PARAMETER] = "1"
        return f"{self.request.path}?{query.urlencode()}"

    @property
    def is_sent(self) -> bool:
        return _SENT_PARAMETER in self.request.GET

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        with acting_as(request.actor):
            return super().dispatch(request, *args, **kwargs)

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        """Raises ``TooManyRequests`` (``guest_link_too_fast``), before anything is looked for."""
        network, is_known = client_network_of(self.request)
        wait = consume_tokens(*guest_link_buckets(data["email"], network, is_known_network=is_known))
        if wait is not None:
            raise TooManyRequests(
                "guest_link_too_fast", "Trop de liens viennent d’être demandés.",
                hint="Le dernier lien reçu sert toujours : cherchez-le dans vos courriels.", wait=wait,
            )  # fmt: skip
        host = self.host
        if host is not None:
            with acting_as(system_actor(_MACHINE)) as machine:
                request_guest_link(
                    actor=machine, host=host, email=data["email"], letter_input=self.letter_input,
                    opens_guest=self.opens_guest,
                )  # fmt: skip
        return HttpResponseRedirect(self.sent_url)
