"""Forms to open a learner record, update it, start a journey, and start the follow-up of an ended journey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.duplicate_candidates import DuplicateCandidate, find_duplicates
from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.records import JourneyState, LearnerInput, StepKind
from pacte.journeys.services import StepInput, open_journey, open_learner
from pacte.journeys.services.learner_update import update_learner
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.kernel.user_input import digits_only
from pacte.reference.queries import communes_by_code, communes_with_postal_code, search_occupations, search_places
from pacte.web.form_fields import day, text
from pacte.web.pages.advising.frame import STYLE, actor_in, bodies_of, frame, person_url
from pacte.web.pages.advising.person_page import DIPLOMAS
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.journeys.models import Journey, Learner
    from pacte.kernel.actor import Actor

_YES_NO = [("", "non dit"), ("oui", "oui"), ("non", "non")]
_SEXES = [("", "non dit"), ("f", "femme"), ("m", "homme"), ("x", "autre")]
_KNOWN = {True: "oui", False: "non", None: ""}
_ASKED = {"oui": True, "non": False}
_TWINS = (
    {"label": "Personne"},
    {"label": "Née en"},
    {"label": "Dossier ouvert le", "kind": "day"},
    {"label": "Accompagnée par"},
)


class LearnerForm(forms.Form):
    """Data minimisation: only the name is required, to be able to reach the person."""

    first_name = text("Prénom", 80, error_messages={"required": "Écrivez le prénom."})
    last_name = text("Nom", 80, error_messages={"required": "Écrivez le nom."})
    phone = text("Téléphone", 20, required=False)
    email = forms.EmailField(label="Adresse électronique", required=False)
    town = text("Commune", 80, required=False, help_text="Nom ou code postal : pour trouver des sessions proches.")
    birth_year = forms.IntegerField(label="Année de naissance", required=False, min_value=1930, max_value=2015)
    sex = forms.ChoiceField(label="Sexe", choices=_SEXES, required=False, help_text="Pour les statistiques seulement.")
    diploma = forms.TypedChoiceField(
        label="Diplôme le plus haut", coerce=int, empty_value=None, required=False,
        choices=[("", "non dit"), *((str(level), said) for level, said in DIPLOMAS.items())],
    )  # fmt: skip
    licence = forms.ChoiceField(label="Permis de conduire", choices=_YES_NO, required=False)
    vehicle = forms.ChoiceField(label="Véhicule", choices=_YES_NO, required=False)
    partner_number = text(
        "Numéro dans votre outil", 40, required=False, help_text="Jamais le numéro de sécurité sociale."
    )


class OpeningForm(LearnerForm):
    """``seen``: keys of the possible duplicates already shown before « ouvrir un autre dossier »."""

    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class NeedForm(forms.Form):
    occupation = text(
        "Métier ou but visé", 120, required=False,
        help_text="« Soudeur », « aide à domicile »… Vide : projet à préciser.",
    )  # fmt: skip
    on = day("Dit le")


def learner_given(values: dict[str, Any]) -> LearnerInput:
    """Parse the form. Raises ``ValidationError`` for an unknown commune."""
    return LearnerInput(
        first_name=values["first_name"],
        last_name=values["last_name"],
        email=values["email"],
        phone=values["phone"],
        birth_year=values["birth_year"],
        sex=values["sex"],
        diploma=values["diploma"],
        commune_code=_commune_code(values["town"]),
        has_licence=_ASKED.get(values["licence"]),
        has_vehicle=_ASKED.get(values["vehicle"]),
        partner_number=values["partner_number"],
    )


def _commune_code(words: str) -> str:
    words = words.strip()
    if not words:
        return ""
    digits = digits_only(words)
    name = words.split("(")[0].strip()
    named = communes_with_postal_code(digits) if len(digits) == 5 else search_places(name, limit=5)
    if not named:
        raise ValidationError(
            "town", f"« {words} » n’est pas une commune connue.", hint="Écrivez son nom ou son code postal."
        )
    exact = [each for each in named if each.name.casefold() == name.casefold()]
    return (exact or named)[0].code


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    body, host = bodies_of(actor)
    made: dict[str, UUID] = {}
    form = OpeningForm(_sent(request))
    found = _unseen_twins(actor, body.pk, form)

    def run(values: dict[str, Any]) -> str:
        learner = open_learner(actor=actor, host=host, body=body, learner_input=learner_given(values))
        made["key"] = learner.key
        return "Le dossier est ouvert. Dites ce que la personne cherche."

    said = ActPage(
        title="Qui commencez-vous à accompagner ?", back=reverse("advising:people"),
        verb="Ouvrir quand même un autre dossier" if found else "Ouvrir le dossier",
        answer="Un nom suffit. Le reste aide à trouver des sessions qui conviennent.",
        note="Aucun numéro de sécurité sociale, aucune information de santé : ce qui est protégé a sa page, avec "
        "l’accord de la personne.",
        stylesheet=STYLE, template="advising/opening.html",
    )  # fmt: skip
    trail = frame(("Ouvrir un dossier", ""))
    answer = act_page(
        request, said, form, run, trail | {"twins": [_twin_line(each) for each in found], "columns": _TWINS}
    )
    if made:
        answer["Location"] = person_url(made["key"], "need")
    return answer


def _unseen_twins(actor: Actor, body_id: int, form: OpeningForm) -> list[DuplicateCandidate]:
    """Possible duplicates not shown yet: they become a form error, and a second submission is needed."""
    if not form.is_bound or not form.is_valid():
        return []
    values = form.cleaned_data
    given = LearnerInput(
        values["first_name"], values["last_name"],
        birth_year=values["birth_year"], partner_number=values["partner_number"],
    )  # fmt: skip
    found = find_duplicates(actor=actor, body_id=body_id, learner_input=given)
    keys = [str(each.key) for each in found]
    if set(keys) <= set(values["seen"].split()):
        return []
    form.data = {**form.data, "seen": " ".join(keys)}
    form.add_error(None, "Cette personne a peut-être déjà un dossier : regardez avant d’en ouvrir un autre.")
    return found


def _twin_line(twin: DuplicateCandidate) -> list[Any]:
    return [
        {"text": twin.name, "url": person_url(twin.key), "note": twin.partner_number},
        str(twin.birth_year or "non dite"),
        french_day(twin.opened_on),
        twin.adviser or "personne n’est nommé",
    ]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def changing(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = actor_in(request)
    found = learner_record(actor=actor, key=key, on=today())
    form = LearnerForm(_sent(request), initial=_known(found.learner, found.contact))

    def run(values: dict[str, Any]) -> str:
        update_learner(actor=actor, learner=found.learner, body_id=found.body_id, learner_input=learner_given(values))
        return "Le dossier est à jour."

    said = ActPage(title="Qu’est-ce qui a changé ?", verb="Enregistrer", back=person_url(key), stylesheet=STYLE)
    return act_page(request, said, form, run, frame((found.name, person_url(key)), ("Modifier", "")))


def _known(learner: Learner, contact: Any) -> dict[str, Any]:
    named = (
        {name: getattr(contact, name) for name in ("first_name", "last_name", "phone", "email", "partner_number")}
        if contact
        else {}
    )
    home = _town_of(learner.commune_code)
    return named | {
        "town": home,
        "birth_year": learner.birth_year,
        "sex": learner.sex,
        "diploma": learner.diploma,
        "licence": _KNOWN[learner.has_licence],
        "vehicle": _KNOWN[learner.has_vehicle],
    }


def _town_of(code: str) -> str:
    home = communes_by_code([code]).get(code)
    return home.name if home else ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start a first journey, or a parallel one, from the need that the person expresses."""
    actor = actor_in(request)
    found = learner_record(actor=actor, key=key, on=today())
    body = body_by_id(found.body_id)
    made: dict[str, UUID] = {}

    def run(values: dict[str, Any]) -> str:
        made["key"] = _begin(actor, found.learner, body, values, None).key
        return "Le besoin est noté. Voici des sessions qui pourraient convenir."

    said = ActPage(title="Que cherche cette personne ?", verb="Noter le besoin", back=person_url(key), stylesheet=STYLE)
    trail = frame((found.name, person_url(key)), ("Nouveau parcours", ""))
    answer = act_page(request, said, NeedForm(_sent(request), initial={"on": today()}), run, trail)
    if made:
        answer["Location"] = reverse("advising:orient", args=[made["key"]])
    return answer


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start a journey after an ended one, which it references."""
    actor = actor_in(request)
    journey = journey_by_key(actor=actor, key=key)
    found = learner_record(actor=actor, key=journey.learner.key, on=today())
    if journey.referrer_id not in adviser_bodies(actor):
        raise NotFound
    if journey.state not in (JourneyState.ENDED, JourneyState.CLOSED):
        raise Conflict(
            "journeys_not_ended", "Ce parcours n’est pas fini.", "Une suite s’ouvre après une fin.",
            "Continuez le parcours en cours.",
        )  # fmt: skip
    body = body_by_id(found.body_id)
    made: dict[str, UUID] = {}

    def run(values: dict[str, Any]) -> str:
        made["key"] = _begin(actor, found.learner, body, values, journey).key
        return "La suite est ouverte. Voici des sessions qui pourraient convenir."

    said = ActPage(
        title="Quelle suite après cette formation ?", verb="Ouvrir la suite", back=person_url(found.learner.key),
        answer="Le nouveau parcours reprend où le précédent s’arrête : rien n’est à ressaisir.", stylesheet=STYLE,
    )  # fmt: skip
    trail = frame((found.name, person_url(found.learner.key)), ("Suite", ""))
    answer = act_page(request, said, NeedForm(_sent(request), initial={"on": today()}), run, trail)
    if made:
        answer["Location"] = reverse("advising:orient", args=[made["key"]])
    return answer


def _begin(
    actor: Actor, learner: Learner, body: Organisation, values: dict[str, Any], follows: Journey | None
) -> Journey:
    """Open the journey and record its first step. The occupation is the first match of the words, or empty."""
    rome = follows.goal_rome if follows and not values["occupation"] else _rome(values["occupation"])
    journey = open_journey(actor=actor, learner=learner, body=body, on=values["on"], goal_rome=rome, follows=follows)
    given = StepInput(StepKind.NEED_EXPRESSED, values["on"])
    return record_journey_step(actor=actor, key=journey.key, step_input=given).journey


def _rome(words: str) -> str:
    found = search_occupations(words, limit=1) if words.strip() else []
    return found[0].occupation.code if found else ""


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
