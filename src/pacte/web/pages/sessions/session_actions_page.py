"""Forms to act on one session, for a provider or a buyer: open places, send a request, confirm, postpone, cancel."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_number, pluralise
from pacte.offer.queries import alternative_sessions, can_on_session, public_places, sessions_of_alternatives
from pacte.offer.records import (
    CAUSE_LABELS,
    DECIDED_BY_LABELS,
    REQUEST_LABELS,
    ChangeCause,
    DecidedBy,
    ProviderRequestKind,
)
from pacte.offer.services import confirm_session, open_places, postpone_session, set_minimum, submit_request
from pacte.web.form_fields import day_field, reason_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.sessions.page_context import (
    SESSIONS_STYLESHEET,
    request_actor,
    session_from_url,
    session_url,
    sessions_page_context,
)
from pacte.web.require_login import require_login
from pacte.workflows.cancel_session import cancel_session

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.records import PublicPlaces

CAUSES = [("", "choisir"), *((each.value, CAUSE_LABELS[each]) for each in ChangeCause)]
DECIDERS = [("", "choisir"), *((each.value, DECIDED_BY_LABELS[each]) for each in DecidedBy)]
_MAX_PLACES = 5_000


def whole_number_field(label: str, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=options.pop("most", _MAX_PLACES), **options)


class OpenPlacesForm(forms.Form):
    count = whole_number_field("Places ouvertes")
    minimum = whole_number_field("Minimum pour ouvrir", required=False, help_text="Vide : il ne change pas.")
    on = day_field("Depuis le")
    cause = forms.ChoiceField(label="Si vous en fermez, pour quel motif ?", choices=CAUSES, required=False)
    why = reason_field("Si vous en fermez, pourquoi ?", required=False)


class SubmitRequestForm(forms.Form):
    kind = forms.ChoiceField(
        label="Que demandez-vous ?",
        choices=[("", "choisir"), *((each.value, REQUEST_LABELS[each]) for each in ProviderRequestKind)],
    )
    places = whole_number_field("Places", required=False, help_text="Pour des places en plus ou en moins.")
    hours = whole_number_field(
        "Heures-stagiaires", required=False, most=5_000_000, help_text="Pour des heures en plus."
    )
    starts_on = day_field("Nouveau début", required=False, help_text="Pour un report.")
    ends_on = day_field("Nouvelle fin", required=False)
    cause = forms.ChoiceField(label="Motif", choices=CAUSES, required=False)
    why = reason_field("Pourquoi ?")


class ConfirmSessionForm(forms.Form):
    on = day_field("Décidé le")
    why = reason_field("Un mot", required=False)


class SessionDecisionForm(forms.Form):
    cause = forms.ChoiceField(label="Motif", choices=CAUSES, error_messages={"required": "Choisissez le motif."})
    decided_by = forms.ChoiceField(label="Qui a décidé ?", choices=DECIDERS, error_messages={"required": "Dites qui."})
    on = day_field("Décidé le")
    why = reason_field("Pourquoi ?", required=False, help_text="Obligatoire pour le motif « autre ».")


class PostponeSessionForm(SessionDecisionForm):
    starts_on = day_field("Nouveau début", required=False, help_text="Vide : date pas encore connue.")
    ends_on = day_field("Nouvelle fin", required=False)
    field_order = ("starts_on", "ends_on", "cause", "decided_by", "on", "why")


SaveHandler = Callable[["Actor", "Session", dict[str, Any]], str]


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def open_places_view(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor, training_session = _session_for_action(request, training, action, session, "offer.open_places")
    places = public_places(actor=actor, sessions=[training_session])[training_session.pk]
    form = OpenPlacesForm(
        _post_data(request), initial={"count": places.opened, "minimum": places.minimum or None, "on": today()}
    )
    bought = pluralise(places.counted, "place est achetée", "places sont achetées")
    purchase_text = f"{bought}, {format_number(places.occupied)} tenues."
    page_spec = FormPage(
        title="Combien de places ouvrez-vous ?",
        submit_label="Changer les places ouvertes",
        back_url=session_url(training_session.triplet),
        intro=f"{format_number(places.opened or 0)} ouvertes aujourd’hui ; {purchase_text}",
        note="Ouvrir moins de places que les places achetées adresse une demande à l’acheteur : rien n’est perdu avant "
        "sa réponse.",
        stylesheet=SESSIONS_STYLESHEET,
    )
    return _form_response(
        request, page_spec, form, training_session, lambda values: _open(actor, training_session, values, places)
    )


def _open(actor: Actor, session: Session, values: dict[str, Any], places: PublicPlaces) -> str:
    sentences = []
    if values["count"] != places.opened:
        cause = ChangeCause(values["cause"]) if values["cause"] else None
        places_change = open_places(
            actor=actor, session=session, count=values["count"], on=values["on"], reason=values["why"], cause=cause
        )
        sentences.append(f"{pluralise(values['count'], 'place ouverte', 'places ouvertes')}.")
        if places_change.request is not None:
            sentences.append(f"Demande R-{places_change.request.pk} adressée à l’acheteur.")
    if values["minimum"] is not None and values["minimum"] != places.minimum:
        set_minimum(actor=actor, session=session, count=values["minimum"], on=values["on"], reason=values["why"])
        sentences.append(f"Minimum : {format_number(values['minimum'])}.")
    if not sentences:
        raise ValidationError(
            "nothing_changes", "Rien ne change.", hint="Écrivez un autre nombre, ou revenez à la session."
        )
    return " ".join(sentences)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def submit_request_view(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor, training_session = _session_for_action(request, training, action, session, "offer.ask")
    page_spec = FormPage(
        title="Que demandez-vous à l’acheteur ?",
        submit_label="Adresser la demande",
        back_url=session_url(training_session.triplet),
        intro="Rien ne change avant sa réponse, qui est motivée ; vous êtes averti.",
        stylesheet=SESSIONS_STYLESHEET,
    )

    def run(values: dict[str, Any]) -> str:
        provider_request = submit_request(
            actor=actor,
            session=training_session,
            kind=ProviderRequestKind(values["kind"]),
            reason=values["why"],
            places=values["places"] or 0,
            hours=values["hours"] or 0,
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            cause=ChangeCause(values["cause"]) if values["cause"] else None,
            address=request.build_absolute_uri("/sessions/"),
        )
        return f"Demande R-{provider_request.pk} adressée à l’acheteur."

    return _form_response(request, page_spec, SubmitRequestForm(_post_data(request)), training_session, run)


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_view(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor, training_session = _session_for_action(request, training, action, session, "offer.run_session")
    page_spec = FormPage(
        title="Cette session aura-t-elle lieu ?",
        submit_label="Confirmer la session",
        back_url=session_url(training_session.triplet),
        intro="Confirmée, elle le dit à tous ceux qui la suivent et à ceux qui y adressent.",
        stylesheet=SESSIONS_STYLESHEET,
    )

    def run(values: dict[str, Any]) -> str:
        confirm_session(actor=actor, session=training_session, on=values["on"], reason=values["why"])
        return "Session confirmée."

    return _form_response(
        request, page_spec, ConfirmSessionForm(_post_data(request), initial={"on": today()}), training_session, run
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def postpone_view(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor, training_session = _session_for_action(request, training, action, session, "offer.run_session")
    page_spec = FormPage(
        title="À quand reporter cette session ?",
        submit_label="Reporter la session",
        back_url=session_url(training_session.triplet),
        intro="Ses places restent achetées et comptent depuis leur première date.",
        stylesheet=SESSIONS_STYLESHEET,
    )

    def run(values: dict[str, Any]) -> str:
        postpone_session(
            actor=actor,
            session=training_session,
            on=values["on"],
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            cause=ChangeCause(values["cause"]),
            decided_by=DecidedBy(values["decided_by"]),
            reason=values["why"],
            address=request.build_absolute_uri(session_url(training_session.triplet)),
        )
        return "Session reportée ; ceux qui la suivent sont avertis."

    return _form_response(
        request, page_spec, PostponeSessionForm(_post_data(request), initial={"on": today()}), training_session, run
    )


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def cancel_view(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    """The page states what would be lost and which sessions have room, before the button."""
    actor, training_session = _session_for_action(request, training, action, session, "offer.run_session")
    page_spec = FormPage(
        title="Annuler cette session ?",
        submit_label="Annuler la session",
        back_url=session_url(training_session.triplet),
        danger=True,
        intro=_loss_sentence(actor, training_session),
        note=_alternatives_sentence(actor, training_session),
        stylesheet=SESSIONS_STYLESHEET,
    )

    def run(values: dict[str, Any]) -> str:
        cancellation = cancel_session(
            actor=actor, session=training_session, on=values["on"], cause=ChangeCause(values["cause"]),
            decided_by=DecidedBy(values["decided_by"]), reason=values["why"],
            address=request.build_absolute_uri(session_url(training_session.triplet)),
        )  # fmt: skip
        lost = (
            f"{pluralise(cancellation.places_lost, 'place perdue', 'places perdues')}, "
            f"{format_number(cancellation.hours_lost)} h."
        )
        people = pluralise(cancellation.people, "personne est à replacer", "personnes sont à replacer")
        to_reseat = f" {people} ou à appeler : voyez plus bas." if cancellation.people else ""
        return f"Session annulée : {lost}{to_reseat}"

    return _form_response(
        request, page_spec, SessionDecisionForm(_post_data(request), initial={"on": today()}), training_session, run
    )


def _loss_sentence(actor: Actor, session: Session) -> str:
    places = public_places(actor=actor, sessions=[session])[session.pk]
    live = places.counted - places.lost
    if not live:
        return "Aucune place n’y est achetée : rien ne sera perdu."
    sentence = (
        f"{pluralise(live, 'place achetée sera perdue', 'places achetées seront perdues')} et le restera au registre."
    )
    if places.occupied:
        admitted = pluralise(places.occupied, "personne admise est à replacer", "personnes admises sont à replacer")
        sentence += f" {admitted} ou à appeler."
    return sentence


def _alternatives_sentence(actor: Actor, session: Session) -> str:
    alternatives = alternative_sessions(actor=actor, session=session, on=today(), limit=3)
    if not alternatives:
        return "Aucune session voisine n’a de place : chaque personne est à appeler."
    sessions = sessions_of_alternatives(actor=actor, alternatives=alternatives)
    descriptions = [
        f"{sessions[alternative.session_id].training.title}, {alternative.reason.lower()}"
        for alternative in alternatives
        if alternative.session_id in sessions
    ]
    return f"Où il reste des places : {' ; '.join(descriptions)}."


def _session_for_action(
    request: HttpRequest, training: str, action: str, session: str, act: str
) -> tuple[Actor, Session]:
    """Raises ``NotFound`` without access to the session, ``PermissionDenied`` for a reader of its ledger."""
    actor = request_actor(request)
    training_session = session_from_url(actor, training, action, session)
    if not can_on_session(actor=actor, act=act, session=training_session):
        if not can_on_session(actor=actor, act="offer.read_ledger", session=training_session):
            raise NotFound
        raise PermissionDenied(
            "session_act", "Votre fonction ne permet pas cet acte sur la session.", hint="Demandez-le à l’acheteur."
        )
    return actor, training_session


def _post_data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _form_response(
    request: HttpRequest, page_spec: FormPage, form: forms.Form, session: Session, run: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    def run_with_form_error(values: dict[str, Any]) -> str:
        try:
            return run(values)
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error

    trail = ((session.training.title, session_url(session.triplet)), (page_spec.submit_label, ""))
    return form_page(request, page_spec, form, run_with_form_error, sessions_page_context(*trail))
