"""Forms to open a learner record, update it, start a journey, and start the follow-up of an ended journey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import transaction
from django.http import HttpResponse

from pacte.journeys.queries.adviser_learners import LearnerRecord
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.duplicate_candidates import DuplicateCandidate, find_duplicates
from pacte.journeys.queries.handovers import body_by_id
from pacte.journeys.records import LearnerInput, StepKind
from pacte.journeys.rules.state_machine import FINISHED, IN_TRAINING
from pacte.journeys.services import StepInput, open_journey, open_learner
from pacte.journeys.services.learner_update import update_learner
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError, hide_unless
from pacte.kernel.french import format_day
from pacte.kernel.user_input import digits_only
from pacte.reference.queries import communes_by_code, communes_with_postal_code, search_occupations, search_places
from pacte.web.form_fields import day_field, text_field
from pacte.web.page import FormPage
from pacte.web.pages.advisers.adviser_pages import JourneyPage, LearnerRecordFormPage, NetworkPage
from pacte.web.pages.advisers.job_page import JobForm
from pacte.web.pages.advisers.origin_page import BROUGHT_BY, NOBODY_BROUGHT, winner_choices
from pacte.web.pages.advisers.person_page import DIPLOMA_LABELS, YES_NO
from pacte.web.pages.advisers.requested_record import initial_values, proposal_url, requested_place
from pacte.web.place_request_links import REQUEST_PARAMETER
from pacte.web.tables import Column, Table, cell, day_column
from pacte.workflows.open_requested_record import open_requested_record
from pacte.workflows.record_journey_step import record_journey_step
from pacte.workflows.say_who_brought import say_who_brought

if TYPE_CHECKING:
    from pacte.journeys.models import Journey
    from pacte.journeys.queries.place_requests import PlaceRequestSummary

_YES_NO_CHOICES = [("", "non dit"), ("oui", "oui"), ("non", "non")]
_SEXES = [("", "non dit"), ("f", "femme"), ("m", "homme"), ("x", "autre")]
_BOOL_BY_WORD = {word: value for value, word in YES_NO.items()}


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
    licence = forms.ChoiceField(label="Permis de conduire", choices=_YES_NO_CHOICES, required=False)
    vehicle = forms.ChoiceField(label="Véhicule", choices=_YES_NO_CHOICES, required=False)
    partner_number = text_field(
        "Numéro dans votre outil", 40, required=False, help_text="Jamais le numéro de sécurité sociale."
    )


class OpenLearnerForm(LearnerForm):
    """``seen``: keys of the possible duplicates already shown before « ouvrir un autre dossier »."""

    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)


class NeedForm(JobForm):
    occupation = text_field(
        "Métier ou but visé", 120, required=False,
        help_text="« Soudeur », « aide à domicile »… Vide : projet à préciser.",
    )  # fmt: skip
    on = day_field("Dit le", initial=today)
    brought_by = forms.ChoiceField(label=BROUGHT_BY, required=False, choices=NOBODY_BROUGHT)
    field_order = ("occupation", "on")

    def __init__(self, *arguments: Any, winners: Sequence[tuple[str, str]] = (), **options: Any) -> None:
        """``winners``: those who may have brought the person; nothing is asked without any."""
        super().__init__(*arguments, **options)
        if winners:
            self.fields["brought_by"].choices = [*NOBODY_BROUGHT, *winners]  # type: ignore[attr-defined]
        else:
            del self.fields["brought_by"]


def learner_input_from_form(data: dict[str, Any]) -> LearnerInput:
    """Parse the form. Raises ``ValidationError`` for an unknown commune."""
    same = ("first_name", "last_name", "email", "phone", "birth_year", "sex", "diploma", "partner_number")
    return LearnerInput(
        **{name: data[name] for name in same},
        commune_code=_commune_code(data["town"]),
        has_licence=_BOOL_BY_WORD[data["licence"]],
        has_vehicle=_BOOL_BY_WORD[data["vehicle"]],
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


class OpenRecordPage(NetworkPage, FormPage):
    """« Qui commencez-vous à accompagner ? »: possible duplicates are shown once before a record is opened."""

    duplicates: Sequence[DuplicateCandidate] = ()
    requested: PlaceRequestSummary | None = None

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.requested = requested_place(self.actor, self.request.GET.get(REQUEST_PARAMETER, ""))

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": initial_values(self.requested)}

    def build_form(self) -> OpenLearnerForm:
        """Duplicates that were not shown yet are an error of the form: a second submission is needed."""
        form: OpenLearnerForm = super().build_form()
        if not form.is_bound or not form.is_valid():
            return form
        data = form.cleaned_data
        learner_input = LearnerInput(
            data["first_name"], data["last_name"], birth_year=data["birth_year"], partner_number=data["partner_number"]
        )
        duplicates = find_duplicates(actor=self.actor, body_id=self.body.pk, learner_input=learner_input)
        keys = [str(each.key) for each in duplicates]
        if not set(keys) <= set(data["seen"].split()):
            self.duplicates, self.submit_label = duplicates, "Ouvrir quand même un autre dossier"
            form.data = {**form.data, "seen": " ".join(keys)}
            form.add_error(None, "Cette personne a peut-être déjà un dossier : regardez avant d’en ouvrir un autre.")
        return form

    def context(self) -> dict[str, Any]:
        return {
            "twins": Table(
                self.duplicates,
                Column(
                    "Personne",
                    lambda each: cell(each.name, url=self.url("advisers:person", each.key), note=each.partner_number),
                ),
                Column("Née en", lambda each: str(each.birth_year or "non dite")),
                day_column("Dossier ouvert le", lambda each: format_day(each.opened_on)),
                Column("Accompagnée par", lambda each: each.adviser or "personne n’est nommé"),
                id="deja-table",
                caption="Dossiers qui sont peut-être ceux de cette personne",
            )
        }


@OpenRecordPage.view(
    form_class=OpenLearnerForm,
    template_name="advisers/opening.html",
    stylesheet="pacte/css/advisers.css",
    title="Qui commencez-vous à accompagner ?",
    intro="Un nom suffit. Le reste aide à trouver des sessions qui conviennent.",
    note="Aucun numéro de sécurité sociale, aucune information de santé : ce qui est protégé a sa page, avec l’accord "
    "de la personne.",
    crumb="Ouvrir un dossier",
    submit_label="Ouvrir le dossier",
    back="advisers:people",
)
def open_record(page: OpenRecordPage, data: dict[str, Any]) -> HttpResponse:
    learner_input = learner_input_from_form(data)
    if page.requested:
        journey = open_requested_record(
            actor=page.actor, identifier=page.requested.identifier, learner_input=learner_input
        )
        return page.redirect(
            proposal_url(journey, page.requested), "Le dossier est ouvert, avec ce que la personne demande."
        )
    learner = open_learner(actor=page.actor, host=page.region, body=page.body, learner_input=learner_input)
    return page.redirect(
        page.url("advisers:need", learner.key), "Le dossier est ouvert. Dites ce que la personne cherche."
    )


@LearnerRecordFormPage.view(
    form_class=LearnerForm,
    title="Qu’est-ce qui a changé ?",
    submit_label="Enregistrer",
    crumb="Modifier",
    form_arguments=lambda page: {"initial": _initial_values(page.record)},
)
def change_record(page: LearnerRecordFormPage, data: dict[str, Any]) -> str:
    update_learner(
        actor=page.actor,
        learner=page.record.learner,
        body_id=page.record.body_id,
        learner_input=learner_input_from_form(data),
    )
    return "Le dossier est à jour."


def _initial_values(record: LearnerRecord) -> dict[str, Any]:
    learner, contact = record.learner, record.contact
    names = ("first_name", "last_name", "phone", "email", "partner_number") if contact else ()
    home = communes_by_code([learner.commune_code]).get(learner.commune_code)
    return {name: getattr(contact, name) for name in names} | {
        "town": home.name if home else "",
        "birth_year": learner.birth_year,
        "sex": learner.sex,
        "diploma": learner.diploma,
        "licence": YES_NO[learner.has_licence],
        "vehicle": YES_NO[learner.has_vehicle],
    }


class NeedPage(LearnerRecordFormPage):
    """A journey starts from the need that the person expresses; sessions are then proposed.

    ``followed``: the ended journey that it continues, if any.
    """

    followed: Journey | None = None

    def start_journey(self, data: dict[str, Any], message: str) -> HttpResponse:
        """Opens the journey, towards the first occupation that matches the words, and writes its first step."""
        words, on = data["occupation"], data["on"]
        rome = _rome_code(words) if words or not self.followed else self.followed.goal_rome
        body = body_by_id(self.record.body_id)
        with transaction.atomic():
            journey = open_journey(
                actor=self.actor, learner=self.record.learner, body=body, on=on, goal_rome=rome,
                follows=self.followed, job=data["job"], job_until=data["job_until"],
            )  # fmt: skip
            if data.get("brought_by"):
                say_who_brought(actor=self.actor, key=journey.key, case_id=int(data["brought_by"]), brought_on=on)
        step_input = StepInput(StepKind.NEED_EXPRESSED, on)
        record_journey_step(actor=self.actor, key=journey.key, step_input=step_input)
        return self.redirect(self.url("advisers:orient", journey.key), message)


@NeedPage.view(
    form_class=NeedForm,
    title="Que cherche cette personne ?",
    submit_label="Noter le besoin",
    crumb="Nouveau parcours",
    form_arguments=lambda page: {"winners": winner_choices(page.actor, page.record.learner.organisation_id)},
    error_fields={"origin_before_winner": "brought_by"},
)
def new_journey(page: NeedPage, data: dict[str, Any]) -> HttpResponse:
    """The first journey of a person, or a parallel one."""
    return page.start_journey(data, "Le besoin est noté. Voici des sessions qui pourraient convenir.")


class FollowUpPage(JourneyPage, NeedPage):
    """The next stage after the journey of the URL: opened from its entry on, so that a seat is held before its end."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(self.journey.referrer_id in adviser_bodies(self.actor))
        if self.journey.state not in FINISHED | IN_TRAINING:
            raise Conflict(
                "journeys_not_entered", "Ce parcours n’est pas encore une formation.",
                "Une suite se prépare dès l’entrée en formation, sans attendre la fin.",
                "Continuez le parcours en cours.",
            )  # fmt: skip
        self.followed = self.journey


@FollowUpPage.view(
    form_class=NeedForm,
    title="Quelle suite après cette formation ?",
    submit_label="Ouvrir la suite",
    intro="Le nouveau parcours reprend où le précédent s’arrête : rien n’est à ressaisir.",
    crumb="Suite",
)
def follow_up_journey(page: FollowUpPage, data: dict[str, Any]) -> HttpResponse:
    return page.start_journey(data, "La suite est ouverte. Voici des sessions qui pourraient convenir.")


def _rome_code(words: str) -> str:
    matches = search_occupations(words, limit=1) if words.strip() else []
    return matches[0].occupation.code if matches else ""
