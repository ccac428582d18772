"""What the actor may do on one session: buttons, and the form of each act, for a provider or a buyer."""

from __future__ import annotations

from typing import Any

from django import forms

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number, pluralise
from pacte.offer.queries import alternatives_with_sessions, can_on_session, public_places
from pacte.offer.queries.details import SessionDetail
from pacte.offer.records import CAUSE_LABELS, DECIDED_BY_LABELS, REQUEST_LABELS, PublicPlaces, SessionState
from pacte.offer.rules.states import ALLOWED_TRANSITIONS, OPEN_STATES
from pacte.offer.services import confirm_session, open_places, postpone_session, set_minimum, submit_request
from pacte.web.form_fields import day_field, enum_field, reason_field
from pacte.web.pages.sessions.offer_pages import SessionFormPage, whole_number_field
from pacte.web.session_display import session_url
from pacte.workflows.cancel_session import cancel_session


def session_buttons(actor: Actor, detail: SessionDetail) -> list[dict[str, str]]:
    """Buttons, most usual first. Empty for a read-only actor."""
    session = detail.session

    def can(act: str) -> bool:
        return can_on_session(actor=actor, act=act, session=session)

    state = SessionState(session.state)
    is_open, next_states = state in OPEN_STATES, ALLOWED_TRANSITIONS[state]
    may_run = can("offer.run_session")
    may_decide = may_run and (can("offer.decide_session") or not detail.line.places.counted)
    buttons = [
        ("open", "Changer les places ouvertes", is_open and can("offer.open_places")),
        ("ask", "Demander à l’acheteur", is_open and can("offer.ask")),
        ("module", "Dire quel module elle est", is_open and can("offer.edit_sheet")),
        ("confirm", "Confirmer la session", may_run and SessionState.CONFIRMED in next_states),
        ("postpone", "Reporter la session", may_decide and SessionState.POSTPONED in next_states),
        ("cancel", "Annuler la session", may_decide and SessionState.CANCELLED in next_states),
    ]
    return [
        {
            "label": label,
            "url": session_url(session.triplet, f"sessions:{page}"),
            "kind": "danger" if page == "cancel" else "secondary",
        }
        for page, label, is_shown in buttons
        if is_shown
    ]


class OpenPlacesForm(forms.Form):
    count = whole_number_field("Places ouvertes")
    minimum = whole_number_field("Minimum pour ouvrir", required=False, help_text="Vide : il ne change pas.")
    on = day_field("Depuis le", initial=today)
    cause = enum_field("Si vous en fermez, pour quel motif ?", CAUSE_LABELS, required=False)
    why = reason_field("Si vous en fermez, pourquoi ?", required=False)


class SubmitRequestForm(forms.Form):
    kind = enum_field("Que demandez-vous ?", REQUEST_LABELS)
    places = whole_number_field("Places", required=False, help_text="Pour des places en plus ou en moins.")
    hours = whole_number_field(
        "Heures-stagiaires", required=False, most=5_000_000, help_text="Pour des heures en plus."
    )
    starts_on = day_field("Nouveau début", required=False, help_text="Pour un report.")
    ends_on = day_field("Nouvelle fin", required=False)
    cause = enum_field("Motif", CAUSE_LABELS, required=False)
    why = reason_field("Pourquoi ?")


class ConfirmSessionForm(forms.Form):
    on = day_field("Décidé le", initial=today)
    why = reason_field("Un mot", required=False)


class SessionDecisionForm(forms.Form):
    cause = enum_field("Motif", CAUSE_LABELS, error_messages={"required": "Choisissez le motif."})
    decided_by = enum_field("Qui a décidé ?", DECIDED_BY_LABELS, error_messages={"required": "Dites qui."})
    on = day_field("Décidé le", initial=today)
    why = reason_field("Pourquoi ?", required=False, help_text="Obligatoire pour le motif « autre ».")


class PostponeSessionForm(SessionDecisionForm):
    starts_on = day_field("Nouveau début", required=False, help_text="Vide : date pas encore connue.")
    ends_on = day_field("Nouvelle fin", required=False)
    field_order = ("starts_on", "ends_on", "cause", "decided_by", "on", "why")


def _places(page: SessionFormPage) -> PublicPlaces:
    return public_places(actor=page.actor, sessions=[page.session])[page.session.pk]


def _open_intro(page: SessionFormPage) -> str:
    places = _places(page)
    bought = pluralise(places.counted, "place est achetée", "places sont achetées")
    seats = f"{bought}, {format_number(places.occupied)} tenues."
    return f"{format_number(places.opened or 0)} ouvertes aujourd’hui ; {seats}"


def _open_arguments(page: SessionFormPage) -> dict[str, Any]:
    places = _places(page)
    return {"initial": {"count": places.opened, "minimum": places.minimum or None}}


@SessionFormPage.view(
    right="offer.open_places",
    form_class=OpenPlacesForm,
    form_arguments=_open_arguments,
    title="Combien de places ouvrez-vous ?",
    submit_label="Changer les places ouvertes",
    intro=_open_intro,
    note="Ouvrir moins de places que les places achetées adresse une demande à l’acheteur : rien n’est perdu avant "
    "sa réponse.",
)
def open_session_places(page: SessionFormPage, data: dict[str, Any]) -> str:
    places, sentences = _places(page), []
    common: dict[str, Any] = {"actor": page.actor, "session": page.session, "on": data["on"], "reason": data["why"]}
    if data["count"] != places.opened:
        opening = open_places(count=data["count"], cause=data["cause"], **common)
        sentences.append(f"{pluralise(data['count'], 'place ouverte', 'places ouvertes')}.")
        if opening.request is not None:
            sentences.append(f"Demande R-{opening.request.pk} adressée à l’acheteur.")
    if data["minimum"] is not None and data["minimum"] != places.minimum:
        set_minimum(count=data["minimum"], **common)
        sentences.append(f"Minimum : {format_number(data['minimum'])}.")
    if not sentences:
        raise ValidationError(
            "nothing_changes", "Rien ne change.", hint="Écrivez un autre nombre, ou revenez à la session."
        )
    return " ".join(sentences)


@SessionFormPage.view(
    right="offer.ask",
    form_class=SubmitRequestForm,
    title="Que demandez-vous à l’acheteur ?",
    submit_label="Adresser la demande",
    intro="Rien ne change avant sa réponse, qui est motivée ; vous êtes averti.",
)
def ask_buyer(page: SessionFormPage, data: dict[str, Any]) -> str:
    provider_request = submit_request(
        actor=page.actor,
        session=page.session,
        kind=data["kind"],
        reason=data["why"],
        places=data["places"] or 0,
        hours=data["hours"] or 0,
        starts_on=data["starts_on"],
        ends_on=data["ends_on"],
        cause=data["cause"],
        address=page.absolute_url("sessions:home"),
    )
    return f"Demande R-{provider_request.pk} adressée à l’acheteur."


@SessionFormPage.view(
    right="offer.run_session",
    form_class=ConfirmSessionForm,
    title="Cette session aura-t-elle lieu ?",
    submit_label="Confirmer la session",
    intro="Confirmée, elle le dit à tous ceux qui la suivent et à ceux qui y adressent.",
)
def confirm(page: SessionFormPage, data: dict[str, Any]) -> str:
    confirm_session(actor=page.actor, session=page.session, on=data["on"], reason=data["why"])
    return "Session confirmée."


def _decision(page: SessionFormPage, data: dict[str, Any]) -> dict[str, Any]:
    """Arguments of a decision on the session."""
    return {
        "actor": page.actor,
        "session": page.session,
        "on": data["on"],
        "cause": data["cause"],
        "decided_by": data["decided_by"],
        "reason": data["why"],
        "address": page.request.build_absolute_uri(page.back_url),
    }


@SessionFormPage.view(
    right="offer.run_session",
    form_class=PostponeSessionForm,
    title="À quand reporter cette session ?",
    submit_label="Reporter la session",
    intro="Ses places restent achetées et comptent depuis leur première date.",
)
def postpone(page: SessionFormPage, data: dict[str, Any]) -> str:
    postpone_session(starts_on=data["starts_on"], ends_on=data["ends_on"], **_decision(page, data))
    return "Session reportée ; ceux qui la suivent sont avertis."


def _loss_sentence(page: SessionFormPage) -> str:
    places = _places(page)
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


def _alternatives_sentence(page: SessionFormPage) -> str:
    alternatives = alternatives_with_sessions(actor=page.actor, session=page.session, on=today(), limit=3)
    if not alternatives:
        return "Aucune session voisine n’a de place : chaque personne est à appeler."
    descriptions = [f"{session.training.title}, {each.reason.lower()}" for each, session in alternatives]
    return f"Où il reste des places : {' ; '.join(descriptions)}."


@SessionFormPage.view(
    right="offer.run_session",
    form_class=SessionDecisionForm,
    title="Annuler cette session ?",
    submit_label="Annuler la session",
    danger=True,
    intro=_loss_sentence,
    note=_alternatives_sentence,
)
def cancel(page: SessionFormPage, data: dict[str, Any]) -> str:
    """The page states what would be lost and which sessions have room, before the button."""
    cancellation = cancel_session(**_decision(page, data))
    places = pluralise(cancellation.places_lost, "place perdue", "places perdues")
    people = pluralise(cancellation.people, "personne est à replacer", "personnes sont à replacer")
    to_reseat = f" {people} ou à appeler : voyez plus bas." if cancellation.people else ""
    return f"Session annulée : {places}, {format_number(cancellation.hours_lost)} h.{to_reseat}"
