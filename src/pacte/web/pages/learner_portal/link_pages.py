"""Base classes of the pages opened by a personal link: no account, no cookie, no script. The person has the secret.

Forms need no CSRF token here: the browser sends nothing by itself, since the secret is in the URL of the page. Pages
may therefore forbid the referrer, which would break CSRF tokens.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables

from pacte.accounts.row_context import acting_as
from pacte.journeys.queries.learner_portal import LearnerPortal, learner_portal, my_learner
from pacte.journeys.services import OpenedLink, use_link
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import TooManyRequests
from pacte.web.form_fields import enum_field
from pacte.web.own_transactions import own_transactions
from pacte.web.page import UNPROCESSABLE_STATUS, FormPage, Page
from pacte.web.private_pages import PRIVACY_HEADERS, opened_by_secret, with_headers
from pacte.web.request import Request
from pacte.web.templatetags.pacte_components import as_errors

if TYPE_CHECKING:
    from pacte.journeys.models import Learner

HTTP_GONE = 410

# Message after an act, selected by a word of the URL: no cookie is needed.
_DONE_MESSAGES = {
    "choisi": ("C’est noté.", "Votre conseiller est prévenu."),
    "libere": ("C’est noté.", "Votre place est rendue. Choisissez un autre moment si vous voulez."),
    "aucun": ("C’est noté.", "Votre conseiller est prévenu : il vous proposera d’autres moments."),
    "aide": ("C’est noté.", "Votre conseiller est prévenu : il vous rappelle."),
    "plus-de-sms": ("C’est noté.", "Vous ne recevrez plus de SMS. Votre conseiller vous joindra autrement."),
    "sms": ("C’est noté.", "Vous recevrez à nouveau nos SMS."),
    "accord": ("C’est noté.", "Un lien part par courriel. Vous pouvez arrêter à tout moment."),
    "arret": ("C’est noté.", "Le lien ne s’ouvre plus."),
    "accord-retire": ("C’est noté.", "Cette campagne ne vous compte plus."),
    "bilan": ("Merci.", "Votre réponse est enregistrée."),
    "situation": ("Merci.", "Votre réponse est enregistrée."),
    "demande": ("C’est noté.", "Votre conseiller est prévenu. Sa réponse s’affichera ici."),
}


# What the button about SMS says, and the message that follows.
TEXT_CHOICES = {"no_texts": "plus-de-sms", "texts": "sms"}


def text_choice(learner: Learner) -> dict[str, str]:
    """The button that changes whether the person gets SMS; empty without a telephone."""
    contact = getattr(learner, "contact", None)
    if contact is None or not contact.phone:
        return {}
    if contact.no_texts_on is None:
        return {"act": "no_texts", "label": "Ne plus recevoir de SMS"}
    return {"act": "texts", "label": "Recevoir à nouveau des SMS"}


def radio_field(labels: Mapping[Any, str], **options: Any) -> forms.TypedChoiceField:
    """One member of an enum, among radio buttons."""
    return enum_field("", labels, blank=None, widget=forms.RadioSelect, **options)


class LinkPage(Page):
    """A page of the whole journey, for whoever holds its link: that of one invitation does not open it."""

    is_public = True
    decorators = (own_transactions, opened_by_secret, csrf_exempt)
    # What the bar says, above the page.
    bar: str = "Mon parcours"
    link: OpenedLink

    @sensitive_variables()
    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Opens the link, then the page as its person. A use is committed first: it counts even when refused."""
        try:
            with acting_as(system_actor("lien personnel")) as actor:
                link = use_link(actor=actor, secret=kwargs["secret"])
        except TooManyRequests as error:
            headers = {"Retry-After": str(error.retry_after_seconds), **PRIVACY_HEADERS}
            return with_headers(
                render(request, "learner_portal/too_fast.html", {"error": error}, status=error.status), headers
            )
        if link is None or not self.accepts(link):
            return with_headers(render(request, "learner_portal/gone.html", status=HTTP_GONE), PRIVACY_HEADERS)
        self.link = link
        with acting_as(link.actor):
            return with_headers(super().dispatch(request, *args, **kwargs), PRIVACY_HEADERS)

    def accepts(self, link: OpenedLink) -> bool:
        return link.invitation_id is None

    @property
    def actor(self) -> Actor:
        return self.link.actor

    @cached_property
    def learner(self) -> Learner:
        return my_learner(actor=self.actor)

    @cached_property
    def portal(self) -> LearnerPortal:
        return learner_portal(actor=self.actor, on=today())

    @property
    def is_fictive(self) -> bool:
        return self.learner.is_synthetic

    def url(self, name: str, *args: object) -> str:
        """URL of a page of the same link."""
        return reverse(name, args=[self.kwargs["secret"], *args])

    def render(self, values: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        done = _DONE_MESSAGES.get(self.request.GET.get("fait", ""))
        common = {"bar": self.bar, "secret": self.kwargs["secret"], "is_fictive": self.is_fictive, "done": done}
        common["is_refused"] = status == UNPROCESSABLE_STATUS
        return render(self.request, self.template_name, {**common, **values}, status=status)


class LinkFormPage(LinkPage, FormPage):
    """A page with a form, whose act says where to go; the first thing wrong with the answer is said above it."""

    shows_conflicts = True

    def render_form(self, form: forms.BaseForm) -> HttpResponse:
        error = next(iter(as_errors(form)), None)
        if error:
            # Read again: a conflict comes from a change made meanwhile.
            self.load(**self.kwargs)
        values = {"form": form, "error": error, **self.context()}
        return self.render(values, status=UNPROCESSABLE_STATUS if error else 200)
