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
from pacte.web.form_fields import day_field, text_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.advisers.page_context import (
    ADVISERS_STYLESHEET,
    adviser_and_region,
    advisers_page_context,
    learner_page_url,
    request_actor,
)
from pacte.web.pages.advisers.person_page import DIPLOMA_LABELS
from pacte.web.require_login import require_login
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.journeys.models import Journey, Learner
    from pacte.kernel.actor import Actor

_YES_NO = [("", "non dit"), ("oui", "oui"), ("non", "non")]
_SEXES = [("", "non dit"), ("f", "femme"), ("m", "homme"), ("x", "autre")]
_WORD_BY_BOOL = {True: "oui", False: "non", None: ""}
_BOOL_BY_WORD = {"oui": True, "non": False}
_DUPLICATE_COLUMNS = (
    {"label": "Personne"},
    {"label": "Née en"},
    {"label": "Dossier ouvert le", "kind": "day"},
    {"label": "Accompagnée par"},
)


class LearnerForm(forms.Form):
    """Data minimisation: only the name is required, to be able to reach the person."""

    first_name = text_field("Prénom", 80, error_messages={"required": "Écrivez le prénom."})
    last_name = text_field("Nom", 80, error_messages={"required": "Écrivez le nom."})
    phone = text_field("Téléphone", 20, required=False)
    email = forms.EmailField(label="Adresse électronique", required=False)
    town = text_field(
        "Commune", 80, required=False, help_text="Nom ou code postal : pour trouver des sessions proches."
    )
    birth_year = forms.IntegerField(label="Année de naissance", required=False, min_value=1930, max_value=2015)
    sex = forms.ChoiceField(label="Sexe", choices=_SEXES, required=False, help_text="Pour les statistiques seulement.")
    diploma = forms.TypedChoiceField(
        label="Diplôme le plus haut", coerce=int, empty_value=None, required=False,
        choices=[("", "non dit"), *((str(level), label) for level, label in DIPLOMA_LABELS.items())],
    )  # fmt: skip
    licence = forms.ChoiceField(label="Permis de conduire", choices=_YES_NO, required=False)
    vehicle = forms.ChoiceField(label="Véhicule", choices=_YES_NO, required=False)
    partner_number = text_field(
        "Numéro dans votre outil", 40, required=False, help_text="Jamais le numéro de sécurité sociale."
    )


class OpenLearnerForm(LearnerForm):
    """``seen``: keys of the possible duplicates already shown before « ouvrir un autre dossier »."""

    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class NeedForm(forms.Form):
    occupation = text_field(
        "Métier ou but visé", 120, required=False,
        help_text="« Soudeur », « aide à domicile »… Vide : projet à préciser.",
    )  # fmt: skip
    on = day_field("Dit le")


def learner_input_from_form(values: dict[str, Any]) -> LearnerInput:
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
        has_licence=_BOOL_BY_WORD.get(values["licence"]),
        has_vehicle=_BOOL_BY_WORD.get(values["vehicle"]),
        partner_number=values["partner_number"],
    )


def _commune_code(words: str) -> str:
    words = words.strip()
    if not words:
        return ""
    digits = digits_only(words)
    name = words.split("(")[0].strip()
    matches = communes_with_postal_code(digits) if len(digits) == 5 else search_places(name, limit=5)
    if not matches:
        raise ValidationError(
            "town", f"« {words} » n’est pas une commune connue.", hint="Écrivez son nom ou son code postal."
        )
    exact = [each for each in matches if each.name.casefold() == name.casefold()]
    return (exact or matches)[0].code


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def open_record(request: HttpRequest) -> HttpResponse:
    actor = request_actor(request)
    body, host = adviser_and_region(actor)
    new_keys: dict[str, UUID] = {}
    form = OpenLearnerForm(_post_data(request))
    duplicates = _unreviewed_duplicates(actor, body.pk, form)

    def run(values: dict[str, Any]) -> str:
        learner = open_learner(actor=actor, host=host, body=body, learner_input=learner_input_from_form(values))
        new_keys["key"] = learner.key
        return "Le dossier est ouvert. Dites ce que la personne cherche."

    page_spec = FormPage(
        title="Qui commencez-vous à accompagner ?", back_url=reverse("advising:people"),
        submit_label="Ouvrir quand même un autre dossier" if duplicates else "Ouvrir le dossier",
        intro="Un nom suffit. Le reste aide à trouver des sessions qui conviennent.",
        note="Aucun numéro de sécurité sociale, aucune information de santé : ce qui est protégé a sa page, avec "
        "l’accord de la personne.",
        stylesheet=ADVISERS_STYLESHEET, template="advising/opening.html",
    )  # fmt: skip
    trail = advisers_page_context(("Ouvrir un dossier", ""))
    response = form_page(
        request,
        page_spec,
        form,
        run,
        trail | {"twins": [_duplicate_cells(each) for each in duplicates], "columns": _DUPLICATE_COLUMNS},
    )
    if new_keys:
        response["Location"] = learner_page_url(new_keys["key"], "need")
    return response


def _unreviewed_duplicates(actor: Actor, body_id: int, form: OpenLearnerForm) -> list[DuplicateCandidate]:
    """Possible duplicates not shown yet: they become a form error, and a second submission is needed."""
    if not form.is_bound or not form.is_valid():
        return []
    values = form.cleaned_data
    learner_input = LearnerInput(
        values["first_name"], values["last_name"],
        birth_year=values["birth_year"], partner_number=values["partner_number"],
    )  # fmt: skip
    duplicates = find_duplicates(actor=actor, body_id=body_id, learner_input=learner_input)
    keys = [str(each.key) for each in duplicates]
    if set(keys) <= set(values["seen"].split()):
        return []
    form.data = {**form.data, "seen": " ".join(keys)}
    form.add_error(None, "Cette personne a peut-être déjà un dossier : regardez avant d’en ouvrir un autre.")
    return duplicates


def _duplicate_cells(candidate: DuplicateCandidate) -> list[Any]:
    return [
        {"text": candidate.name, "url": learner_page_url(candidate.key), "note": candidate.partner_number},
        str(candidate.birth_year or "non dite"),
        french_day(candidate.opened_on),
        candidate.adviser or "personne n’est nommé",
    ]


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def change_record(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = request_actor(request)
    record = learner_record(actor=actor, key=key, on=today())
    form = LearnerForm(_post_data(request), initial=_initial_values(record.learner, record.contact))

    def run(values: dict[str, Any]) -> str:
        update_learner(
            actor=actor, learner=record.learner, body_id=record.body_id, learner_input=learner_input_from_form(values)
        )
        return "Le dossier est à jour."

    page_spec = FormPage(
        title="Qu’est-ce qui a changé ?",
        submit_label="Enregistrer",
        back_url=learner_page_url(key),
        stylesheet=ADVISERS_STYLESHEET,
    )
    return form_page(
        request, page_spec, form, run, advisers_page_context((record.name, learner_page_url(key)), ("Modifier", ""))
    )


def _initial_values(learner: Learner, contact: Any) -> dict[str, Any]:
    contact_values = (
        {name: getattr(contact, name) for name in ("first_name", "last_name", "phone", "email", "partner_number")}
        if contact
        else {}
    )
    home = _town_of(learner.commune_code)
    return contact_values | {
        "town": home,
        "birth_year": learner.birth_year,
        "sex": learner.sex,
        "diploma": learner.diploma,
        "licence": _WORD_BY_BOOL[learner.has_licence],
        "vehicle": _WORD_BY_BOOL[learner.has_vehicle],
    }


def _town_of(code: str) -> str:
    home = communes_by_code([code]).get(code)
    return home.name if home else ""


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def new_journey(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start a first journey, or a parallel one, from the need that the person expresses."""
    actor = request_actor(request)
    record = learner_record(actor=actor, key=key, on=today())
    body = body_by_id(record.body_id)
    new_keys: dict[str, UUID] = {}

    def run(values: dict[str, Any]) -> str:
        new_keys["key"] = _start_journey(actor, record.learner, body, values, None).key
        return "Le besoin est noté. Voici des sessions qui pourraient convenir."

    page_spec = FormPage(
        title="Que cherche cette personne ?",
        submit_label="Noter le besoin",
        back_url=learner_page_url(key),
        stylesheet=ADVISERS_STYLESHEET,
    )
    trail = advisers_page_context((record.name, learner_page_url(key)), ("Nouveau parcours", ""))
    response = form_page(request, page_spec, NeedForm(_post_data(request), initial={"on": today()}), run, trail)
    if new_keys:
        response["Location"] = reverse("advising:orient", args=[new_keys["key"]])
    return response


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def follow_up_journey(request: HttpRequest, key: UUID) -> HttpResponse:
    """Start a journey after an ended one, which it references."""
    actor = request_actor(request)
    journey = journey_by_key(actor=actor, key=key)
    record = learner_record(actor=actor, key=journey.learner.key, on=today())
    if journey.referrer_id not in adviser_bodies(actor):
        raise NotFound
    if journey.state not in (JourneyState.ENDED, JourneyState.CLOSED):
        raise Conflict(
            "journeys_not_ended", "Ce parcours n’est pas fini.", "Une suite s’ouvre après une fin.",
            "Continuez le parcours en cours.",
        )  # fmt: skip
    body = body_by_id(record.body_id)
    new_keys: dict[str, UUID] = {}

    def run(values: dict[str, Any]) -> str:
        new_keys["key"] = _start_journey(actor, record.learner, body, values, journey).key
        return "La suite est ouverte. Voici des sessions qui pourraient convenir."

    page_spec = FormPage(
        title="Quelle suite après cette formation ?",
        submit_label="Ouvrir la suite",
        back_url=learner_page_url(record.learner.key),
        intro="Le nouveau parcours reprend où le précédent s’arrête : rien n’est à ressaisir.",
        stylesheet=ADVISERS_STYLESHEET,
    )
    trail = advisers_page_context((record.name, learner_page_url(record.learner.key)), ("Suite", ""))
    response = form_page(request, page_spec, NeedForm(_post_data(request), initial={"on": today()}), run, trail)
    if new_keys:
        response["Location"] = reverse("advising:orient", args=[new_keys["key"]])
    return response


def _start_journey(
    actor: Actor, learner: Learner, body: Organisation, values: dict[str, Any], follows: Journey | None
) -> Journey:
    """Open the journey and record its first step. The occupation is the first match of the words, or empty."""
    rome = follows.goal_rome if follows and not values["occupation"] else _rome_code(values["occupation"])
    journey = open_journey(actor=actor, learner=learner, body=body, on=values["on"], goal_rome=rome, follows=follows)
    step_input = StepInput(StepKind.NEED_EXPRESSED, values["on"])
    return record_journey_step(actor=actor, key=journey.key, step_input=step_input).journey


def _rome_code(words: str) -> str:
    matches = search_occupations(words, limit=1) if words.strip() else []
    return matches[0].occupation.code if matches else ""


def _post_data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
