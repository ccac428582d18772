"""« Demander une place »: the form of a visitor, without account nor script. A person answers, nothing is decided."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from pacte.accounts.row_context import acting_as
from pacte.accounts.rules.rate_limits import public_form_buckets
from pacte.accounts.services import consume_tokens
from pacte.journeys.queries.place_requests import PlaceRequestReaders, place_request_readers
from pacte.journeys.records.place_requests import PlaceRequestInput
from pacte.journeys.rules.place_requests import (
    DAYS_TO_ANSWER,
    MOST_MESSAGE_SIGNS,
    consent_sentences,
    input_faults,
)
from pacte.kernel.actor import system_actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, TooManyRequests
from pacte.kernel.user_input import digits_only
from pacte.offer.queries import training_detail
from pacte.offer.queries.details import SessionSummary, TrainingDetail
from pacte.web.client_network import client_network_of
from pacte.web.form_fields import ChoicesForm, paragraph_field, text_field
from pacte.web.own_transactions import own_transactions
from pacte.web.page import Crumb, FormPage
from pacte.web.place_request_links import DATE_PARAMETER, date_value
from pacte.web.request import Request
from pacte.web.session_display import session_dates_text
from pacte.workflows.request_place import request_place

_VISITOR = system_actor("visite, par la fiche d’une formation")
_SALT, _FORM_SECONDS = "pacte.web.place_request", 24 * 3600
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
_ANY = "toutes"
_NO_NETWORK = "aucun"
_YES_NO = [("oui", "Oui"), ("non", "Non")]


def _new_key() -> str:
    return signing.TimestampSigner(salt=_SALT).sign(uuid.uuid4().hex)


def _network_id(value: str) -> int | None:
    return None if value == _NO_NETWORK else int(value)


def _filled(**attributes: str) -> forms.TextInput:
    """A text that the browser may fill for the visitor."""
    return forms.TextInput(attributes)


class PlaceRequestForm(ChoicesForm):
    """As little as a person needs to call back. ``key``: signed by the site, new on each form that it shows."""

    key = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput, initial=_new_key)
    session = forms.ChoiceField(
        label="Quelle date ?", choices=[(_ANY, "n’importe quelle date")], widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une date, ou n’importe laquelle.",
            "invalid_choice": "Cette date n’est plus ouverte. Choisissez-en une autre.",
        },
    )  # fmt: skip
    first_name = text_field(
        "Votre prénom", 80, widget=_filled(autocomplete="given-name"),
        error_messages={"required": "Écrivez votre prénom."},
    )  # fmt: skip
    last_name = text_field(
        "Votre nom", 80, widget=_filled(autocomplete="family-name"), error_messages={"required": "Écrivez votre nom."}
    )
    phone = text_field(
        "Votre téléphone", 20, required=False, widget=_filled(autocomplete="tel", inputmode="tel"),
        help_text="Un téléphone ou une adresse électronique suffit.",
    )  # fmt: skip
    email = forms.EmailField(
        label="Votre adresse électronique", required=False, max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={"invalid": "Écrivez une adresse comme prenom.nom@exemple.fr."},
    )  # fmt: skip
    town = text_field("Votre commune", 80, required=False, widget=_filled(autocomplete="address-level2"))
    has_adviser = forms.TypedChoiceField(
        label="Vous avez un conseiller ?", choices=_YES_NO, coerce=lambda word: word == "oui", widget=forms.RadioSelect,
        error_messages={"required": "Cochez oui ou non."},
    )  # fmt: skip
    network = forms.TypedChoiceField(
        label="Quel réseau lit aussi votre demande ?", coerce=_network_id, empty_value=None,
        help_text="Sans conseiller : moins de 26 ans, mission locale ; handicap, Cap emploi ; sinon France Travail. "
        "L’organisme ne voit pas votre choix si le nom du réseau dit quelque chose de vous.",
        error_messages={
            "required": "Choisissez qui lit aussi votre demande.",
            "invalid_choice": "Ce réseau ne reçoit pas de demande ici. Choisissez-en un autre.",
        },
    )  # fmt: skip
    message = paragraph_field(
        "Un mot de plus", max_length=MOST_MESSAGE_SIGNS, required=False,
        help_text="Par exemple quand vous appeler. Rien sur la santé, s’il vous plaît.",
    )  # fmt: skip
    consent = forms.BooleanField(
        label="J’accepte que ma demande soit lue et gardée comme c’est écrit ci-dessus",
        error_messages={"required": "Sans votre accord, la demande n’est envoyée à personne. Cochez la case."},
    )

    def __init__(self, *arguments: Any, provider_reads: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.provider_reads = provider_reads
        if not provider_reads:
            self.fields["network"].label = "Quel réseau lit votre demande ?"

    def clean_key(self) -> str:
        """What the site signed less than a day ago; anything else gives a new request."""
        try:
            return signing.TimestampSigner(salt=_SALT).unsign(self.cleaned_data["key"], max_age=_FORM_SECONDS)
        except signing.BadSignature:
            return uuid.uuid4().hex

    def clean_phone(self) -> str:
        typed: str = self.cleaned_data["phone"]
        if typed and not _FEWEST_DIGITS <= len(digits_only(typed)) <= _MOST_DIGITS:
            raise forms.ValidationError("Ce numéro semble incomplet. Écrivez par exemple 06 12 34 56 78.")
        return typed

    def clean(self) -> None:
        if "phone" in self.errors or "email" in self.errors:
            return
        faults = input_faults(place_request_input(self.cleaned_data, {}), provider_reads=self.provider_reads)
        for name, sentence in faults.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentence)


def place_request_input(data: Mapping[str, Any], sessions: Mapping[str, SessionSummary]) -> PlaceRequestInput:
    """``sessions``: those to come, by the value of the field. The only one is the one asked for."""
    chosen = sessions.get(data.get("session", "")) or (next(iter(sessions.values())) if len(sessions) == 1 else None)
    return PlaceRequestInput(
        **{name: data.get(name) or "" for name in ("first_name", "last_name", "phone", "email", "town", "message")},
        session_id=chosen.session.pk if chosen else None,
        network_id=data.get("network"),
        has_adviser=bool(data.get("has_adviser")),
    )


class PlaceRequestPage(FormPage):
    """The training of the URL. Attempts are counted in a transaction of their own, before anything is read."""

    is_public = True
    decorators = (never_cache, sensitive_post_parameters(), own_transactions)
    template_name = "place_requests/ask.html"
    form_class = PlaceRequestForm
    nav = "search"
    stylesheet = "pacte/css/search.css"
    title = "Demander une place"
    crumb = "Demander une place"
    submit_label = "Envoyer ma demande"
    detail: TrainingDetail
    readers: PlaceRequestReaders

    def dispatch(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        if request.method == "POST":
            network, is_known = client_network_of(request)
            wait = consume_tokens(*public_form_buckets(network, is_known_network=is_known))
            if wait is not None:
                raise TooManyRequests(
                    "place_request_too_fast", "Trop de demandes viennent d’être envoyées d’ici.",
                    hint="Vous pouvez aussi appeler l’organisme.", wait=wait,
                )  # fmt: skip
        with acting_as(request.actor):
            return super().dispatch(request, *args, **kwargs)

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.detail = training_detail(actor=self.actor, number=kwargs["number"])
        self.readers = place_request_readers(actor=_VISITOR, training=self.detail.training, on=today())

    @cached_property
    def sessions(self) -> dict[str, SessionSummary]:
        """Those still to come, soonest first, by the value of the field."""
        on = today()
        return {date_value(each.triplet): each for each in self.detail.sessions if each.is_to_come(on)}

    @property
    def is_open(self) -> bool:
        """Somebody can read a request, and there is a date to ask for."""
        return self.readers.is_anybody and bool(self.sessions)

    def breadcrumb(self) -> Sequence[Crumb]:
        sheet = self.url("search:training", self.detail.training.number)
        return [("Formations", self.url("search:home")), (self.detail.training.title, sheet), *super().breadcrumb()]

    @property
    def back_url(self) -> str:
        return self.url("search:training", self.detail.training.number)

    def form_arguments(self) -> dict[str, Any]:
        chosen, reads = self.request.GET.get(DATE_PARAMETER, ""), self.readers.provider_body_id is not None
        no_network = [(_NO_NETWORK, "aucun : l’organisme seul")] if reads else []
        return {
            "choices": {
                "session": [(value, _session_label(each)) for value, each in self.sessions.items()],
                "network": [
                    ("", "choisir"),
                    *((str(key), name) for key, name in self.readers.networks.items()),
                    *no_network,
                ],
            },
            "provider_reads": reads,
            "initial": {"session": chosen if chosen in self.sessions else _ANY},
        }

    def build_form(self) -> PlaceRequestForm:
        """One date only is not a question, nor one reader only."""
        form: PlaceRequestForm = super().build_form()
        if len(self.sessions) < 2:
            del form.fields["session"]
        if not self.readers.networks:
            del form.fields["network"], form.fields["has_adviser"]
        return form

    def post(self, request: Request) -> HttpResponseBase:
        if not self.is_open:
            raise Conflict(
                "place_request_shut", "Cette demande ne peut pas partir.",
                "La formation n’a plus de date ouverte, ou personne ne lit les demandes ici.", "Appelez l’organisme.",
            )  # fmt: skip
        return super().post(request)

    def save(self, data: dict[str, Any]) -> HttpResponseRedirect:
        sent = request_place(
            actor=_VISITOR,
            training=self.detail.training,
            place_request_input=place_request_input(data, self.sessions),
            seed=data["key"],
            synthetic=settings.INSTANCE.name == "demo",
        )
        return HttpResponseRedirect(self.url("place_requests:mine", sent.secret))

    def context(self) -> dict[str, Any]:
        provider = self.detail.provider
        reads = self.readers.provider_body_id is not None
        return {
            "detail": self.detail,
            "subject": f"{self.detail.training.title}, {provider.name}.",
            "is_open": self.is_open,
            "has_sessions": bool(self.sessions),
            "only_session": _session_label(next(iter(self.sessions.values()))) if len(self.sessions) == 1 else "",
            "provider_reads": reads,
            "days": DAYS_TO_ANSWER,
            "fields": list(self._visible_fields()),
            "consent_lines": consent_sentences(
                provider.name, provider_reads=reads, has_networks=bool(self.readers.networks)
            ),
        }

    def _visible_fields(self) -> Iterator[forms.BoundField]:
        """All but the consent, which comes under what it says."""
        return (each for each in self.form.visible_fields() if each.name != "consent")


def _session_label(each: SessionSummary) -> str:
    """« du 11 janvier au 11 juin 2021, Vierzon »."""
    dates = "toute l’année" if each.is_rolling else session_dates_text(each.session)
    return f"{dates}, {each.site.town}" if each.site and each.site.town else dates
