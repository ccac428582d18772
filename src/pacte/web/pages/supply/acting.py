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
from pacte.web.form_fields import day, reason
from pacte.web.pages.supply.frame import STYLE, actor_in, frame, session_at, session_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.cancel_session import cancel_session

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.records import PublicPlaces

CAUSES = [("", "choisir"), *((each.value, CAUSE_LABELS[each]) for each in ChangeCause)]
DECIDERS = [("", "choisir"), *((each.value, DECIDED_BY_LABELS[each]) for each in DecidedBy)]
_MOST = 5_000


def whole(label: str, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=options.pop("most", _MOST), **options)


class OpenForm(forms.Form):
    count = whole("Places ouvertes")
    minimum = whole("Minimum pour ouvrir", required=False, help_text="Vide : il ne change pas.")
    on = day("Depuis le")
    cause = forms.ChoiceField(label="Si vous en fermez, pour quel motif ?", choices=CAUSES, required=False)
    why = reason("Si vous en fermez, pourquoi ?", required=False)


class AskForm(forms.Form):
    kind = forms.ChoiceField(
        label="Que demandez-vous ?",
        choices=[("", "choisir"), *((each.value, REQUEST_LABELS[each]) for each in ProviderRequestKind)],
    )
    places = whole("Places", required=False, help_text="Pour des places en plus ou en moins.")
    hours = whole("Heures-stagiaires", required=False, most=5_000_000, help_text="Pour des heures en plus.")
    starts_on = day("Nouveau début", required=False, help_text="Pour un report.")
    ends_on = day("Nouvelle fin", required=False)
    cause = forms.ChoiceField(label="Motif", choices=CAUSES, required=False)
    why = reason("Pourquoi ?")


class ConfirmForm(forms.Form):
    on = day("Décidé le")
    why = reason("Un mot", required=False)


class DecideForm(forms.Form):
    cause = forms.ChoiceField(label="Motif", choices=CAUSES, error_messages={"required": "Choisissez le motif."})
    decided_by = forms.ChoiceField(label="Qui a décidé ?", choices=DECIDERS, error_messages={"required": "Dites qui."})
    on = day("Décidé le")
    why = reason("Pourquoi ?", required=False, help_text="Obligatoire pour le motif « autre ».")


class PostponeForm(DecideForm):
    starts_on = day("Nouveau début", required=False, help_text="Vide : date pas encore connue.")
    ends_on = day("Nouvelle fin", required=False)
    field_order = ("starts_on", "ends_on", "cause", "decided_by", "on", "why")


Run = Callable[["Actor", "Session", dict[str, Any]], str]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor, found = _allowed(request, training, action, session, "offer.open_places")
    now = public_places(actor=actor, sessions=[found])[found.pk]
    form = OpenForm(_sent(request), initial={"count": now.opened, "minimum": now.minimum or None, "on": today()})
    bought = f"{pluralise(now.counted, 'place est achetée', 'places sont achetées')}, {format_number(now.held)} tenues."
    said = ActPage(
        title="Combien de places ouvrez-vous ?",
        verb="Changer les places ouvertes",
        back=session_url(found.triplet),
        answer=f"{format_number(now.opened or 0)} ouvertes aujourd’hui ; {bought}",
        note="Ouvrir moins de places que les places achetées adresse une demande à l’acheteur : rien n’est perdu avant "
        "sa réponse.",
        stylesheet=STYLE,
    )
    return _page(request, said, form, found, lambda values: _open(actor, found, values, now))


def _open(actor: Actor, session: Session, values: dict[str, Any], now: PublicPlaces) -> str:
    done = []
    if values["count"] != now.opened:
        cause = ChangeCause(values["cause"]) if values["cause"] else None
        opened = open_places(
            actor=actor, session=session, count=values["count"], on=values["on"], reason=values["why"], cause=cause
        )
        done.append(f"{pluralise(values['count'], 'place ouverte', 'places ouvertes')}.")
        if opened.request is not None:
            done.append(f"Demande R-{opened.request.pk} adressée à l’acheteur.")
    if values["minimum"] is not None and values["minimum"] != now.minimum:
        set_minimum(actor=actor, session=session, count=values["minimum"], on=values["on"], reason=values["why"])
        done.append(f"Minimum : {format_number(values['minimum'])}.")
    if not done:
        raise ValidationError(
            "nothing_changes", "Rien ne change.", hint="Écrivez un autre nombre, ou revenez à la session."
        )
    return " ".join(done)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def asking(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor, found = _allowed(request, training, action, session, "offer.ask")
    said = ActPage(
        title="Que demandez-vous à l’acheteur ?",
        verb="Adresser la demande",
        back=session_url(found.triplet),
        answer="Rien ne change avant sa réponse, qui est motivée ; vous êtes averti.",
        stylesheet=STYLE,
    )

    def run(values: dict[str, Any]) -> str:
        asked = submit_request(
            actor=actor,
            session=found,
            kind=ProviderRequestKind(values["kind"]),
            reason=values["why"],
            places=values["places"] or 0,
            hours=values["hours"] or 0,
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            cause=ChangeCause(values["cause"]) if values["cause"] else None,
            address=request.build_absolute_uri("/sessions/"),
        )
        return f"Demande R-{asked.pk} adressée à l’acheteur."

    return _page(request, said, AskForm(_sent(request)), found, run)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirming(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor, found = _allowed(request, training, action, session, "offer.run_session")
    said = ActPage(
        title="Cette session aura-t-elle lieu ?", verb="Confirmer la session", back=session_url(found.triplet),
        answer="Confirmée, elle le dit à tous ceux qui la suivent et à ceux qui y adressent.", stylesheet=STYLE,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        confirm_session(actor=actor, session=found, on=values["on"], reason=values["why"])
        return "Session confirmée."

    return _page(request, said, ConfirmForm(_sent(request), initial={"on": today()}), found, run)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def postponing(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    actor, found = _allowed(request, training, action, session, "offer.run_session")
    said = ActPage(
        title="À quand reporter cette session ?", verb="Reporter la session", back=session_url(found.triplet),
        answer="Ses places restent achetées et comptent depuis leur première date.", stylesheet=STYLE,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        postpone_session(
            actor=actor, session=found, on=values["on"], starts_on=values["starts_on"], ends_on=values["ends_on"],
            cause=ChangeCause(values["cause"]), decided_by=DecidedBy(values["decided_by"]), reason=values["why"],
            address=request.build_absolute_uri(session_url(found.triplet)),
        )  # fmt: skip
        return "Session reportée ; ceux qui la suivent sont avertis."

    return _page(request, said, PostponeForm(_sent(request), initial={"on": today()}), found, run)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def cancelling(request: HttpRequest, training: str, action: str, session: str) -> HttpResponse:
    """The page states what would be lost and which sessions have room, before the button."""
    actor, found = _allowed(request, training, action, session, "offer.run_session")
    said = ActPage(
        title="Annuler cette session ?", verb="Annuler la session", back=session_url(found.triplet), danger=True,
        answer=_cost(actor, found), note=_elsewhere(actor, found), stylesheet=STYLE,
    )  # fmt: skip

    def run(values: dict[str, Any]) -> str:
        done = cancel_session(
            actor=actor, session=found, on=values["on"], cause=ChangeCause(values["cause"]),
            decided_by=DecidedBy(values["decided_by"]), reason=values["why"],
            address=request.build_absolute_uri(session_url(found.triplet)),
        )  # fmt: skip
        lost = f"{pluralise(done.places_lost, 'place perdue', 'places perdues')}, {format_number(done.hours_lost)} h."
        people = pluralise(done.people, "personne est à replacer", "personnes sont à replacer")
        owed = f" {people} ou à appeler : voyez plus bas." if done.people else ""
        return f"Session annulée : {lost}{owed}"

    return _page(request, said, DecideForm(_sent(request), initial={"on": today()}), found, run)


def _cost(actor: Actor, session: Session) -> str:
    now = public_places(actor=actor, sessions=[session])[session.pk]
    live = now.counted - now.lost
    if not live:
        return "Aucune place n’y est achetée : rien ne sera perdu."
    said = (
        f"{pluralise(live, 'place achetée sera perdue', 'places achetées seront perdues')} et le restera au registre."
    )
    if now.occupied:
        said += f" {pluralise(now.occupied, 'personne admise est à replacer', 'personnes admises sont à replacer')} ou à appeler."
    return said


def _elsewhere(actor: Actor, session: Session) -> str:
    seats = alternative_sessions(actor=actor, session=session, on=today(), limit=3)
    if not seats:
        return "Aucune session voisine n’a de place : chaque personne est à appeler."
    sessions = sessions_of_alternatives(actor=actor, alternatives=seats)
    named = [
        f"{sessions[seat.session_id].training.title}, {seat.reason.lower()}"
        for seat in seats
        if seat.session_id in sessions
    ]
    return f"Où il reste des places : {' ; '.join(named)}."


def _allowed(request: HttpRequest, training: str, action: str, session: str, act: str) -> tuple[Actor, Session]:
    """Raises ``NotFound`` without access to the session, ``PermissionDenied`` for a reader of its ledger."""
    actor = actor_in(request)
    found = session_at(actor, training, action, session)
    if not can_on_session(actor=actor, act=act, session=found):
        if not can_on_session(actor=actor, act="offer.read_ledger", session=found):
            raise NotFound
        raise PermissionDenied(
            "session_act", "Votre fonction ne permet pas cet acte sur la session.", hint="Demandez-le à l’acheteur."
        )
    return actor, found


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(
    request: HttpRequest, said: ActPage, form: forms.Form, session: Session, run: Callable[[dict[str, Any]], str]
) -> HttpResponse:
    def run_or_say(values: dict[str, Any]) -> str:
        try:
            return run(values)
        except Conflict as error:
            raise ValidationError(error.code, error.message, error.reason, error.hint) from error

    trail = ((session.training.title, session_url(session.triplet)), (said.verb, ""))
    return act_page(request, said, form, run_or_say, frame(*trail))
