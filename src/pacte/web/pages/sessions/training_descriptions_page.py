"""« Mes fiches disent-elles l’essentiel ? »: quality of each training description, and the provider's texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseRedirect
from django.http.response import HttpResponseBase

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import (
    LinkedTraining,
    TrainingActionDetail,
    TrainingDetail,
    TrainingQualityRow,
    can_for_provider,
    quality_of_training,
    training_by_number,
    training_detail,
    training_link_by_id,
    training_quality_rows,
)
from pacte.offer.records import AccessInput, CompetenceItem, ModuleItem, TrainingNature
from pacte.offer.rules.quality import CRITERIA
from pacte.offer.services import (
    close_link,
    link_trainings,
    refresh_quality,
    save_access_information,
    save_training_description,
    set_competences,
    set_modules,
)
from pacte.web.form_fields import paragraph_field, text_field
from pacte.web.page import Crumb
from pacte.web.pages.sessions.modules_text import MODULE_EXAMPLE, format_modules, parse_modules
from pacte.web.pages.sessions.offer_pages import OfferFormPage, OfferPage, actor_provider, offer_region_id
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.offer.models import Training

_YES_NO_CHOICES = (("", "pas dit"), ("oui", "oui"), ("non", "non"))
_BOOL_BY_WORD = {"oui": True, "non": False, "": None}


class TrainingDescriptionForm(forms.Form):
    summary = paragraph_field(
        "Résumé en mots simples", required=False, help_text="Sans sigle, pour qui ne connaît pas le métier."
    )
    competences = paragraph_field(
        "À la fin, vous saurez…", required=False, max_length=40_000,
        help_text="Une chose par ligne, qui commence par un verbe.",
    )  # fmt: skip
    modules = paragraph_field(
        "Modules", required=False, max_length=40_000,
        help_text="Un par ligne : titre | heures | ce qui est attesté, séparé par des points-virgules | blocs "
        f"certifiés. Exemple : {MODULE_EXAMPLE}",
    )  # fmt: skip
    later = text_field(
        "Mène à", 600, required=False,
        help_text="Numéros des formations qui suivent celle-ci, séparés par des espaces.",
    )  # fmt: skip

    def __init__(self, *arguments: Any, detail: TrainingDetail, may_link: bool, **options: Any) -> None:
        super().__init__(*arguments, initial=_description_initial(detail), **options)
        self._known = detail.modules
        if not may_link:
            del self.fields["later"]

    def clean_modules(self) -> list[ModuleItem]:
        return parse_modules(self.cleaned_data["modules"], self._known)


class AccessInformationForm(forms.Form):
    licence = forms.ChoiceField(label="Permis demandé ?", choices=_YES_NO_CHOICES, required=False)
    car = forms.ChoiceField(label="Peut-on venir sans voiture ?", choices=_YES_NO_CHOICES, required=False)
    way = text_field(
        "Comment venir", required=False, help_text="Car, train, à pied depuis la gare… daté d’aujourd’hui."
    )
    wheelchair = forms.ChoiceField(label="Accessible en fauteuil ?", choices=_YES_NO_CHOICES, required=False)
    disability = text_field("Référent handicap", required=False)

    @property
    def access_input(self) -> AccessInput:
        values = self.cleaned_data
        return AccessInput(
            licence_required=_BOOL_BY_WORD[values["licence"]],
            reached_without_car=_BOOL_BY_WORD[values["car"]],
            way=values["way"],
            wheelchair=_BOOL_BY_WORD[values["wheelchair"]],
            disability_contact=values["disability"],
        )


@OfferPage.view(template_name="sessions/sheets.html", crumb="Mes fiches")
def description_list(page: OfferPage) -> dict[str, Any]:
    actor = page.actor
    rows = training_quality_rows(actor=actor, provider=actor_provider(actor), host_id=offer_region_id(actor))
    labels = {each.code: each.label for each in CRITERIA}
    scored = [each.score for each in rows if each.score is not None]
    full = pluralise(scored.count(len(CRITERIA)), "fiche complète", "fiches complètes")
    count = f"{full} sur {format_number(len(rows))}, la moins complète d’abord."

    def missing(row: TrainingQualityRow) -> str:
        return ", ".join(labels[code] for code in row.missing if code in labels) or "rien"

    return {
        "title": "Mes fiches disent-elles l’essentiel ?",
        "answer": count if scored else f"{pluralise(len(rows), 'fiche')}.",
        "descriptions": Table(
            rows,
            Column(
                "Fiche",
                lambda row: cell(
                    row.training.title, url=page.url("sessions:sheet", row.training.number), note=row.training.number
                ),
            ),
            number_column(
                "Critères",
                lambda row: "pas encore calculé" if row.score is None else f"{row.score} / {len(CRITERIA)}",
            ),
            Column("Ce qui manque", missing),
            Column(
                "À jour du",
                lambda row: format_day(row.training.changed_in_source_on) if row.training.changed_in_source_on else "",
            ),
            id="fiches",
            caption="Qualité de mes fiches",
            empty="Aucune fiche. Déposez votre fichier LHÉO.",
        ),
    }


class TrainingDescriptionPage(OfferFormPage):
    """Texts of a training that imports never overwrite, with one more form for each of its training actions."""

    template_name = "sessions/sheet.html"
    form_class = TrainingDescriptionForm
    detail: TrainingDetail

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for a training of another provider, ``PermissionDenied`` for its readers."""
        self.detail = training_detail(actor=self.actor, number=kwargs["number"])
        self.crumb = self.detail.training.title
        if not self._can("offer.edit_sheet"):
            if not self._can("offer.read_quality"):
                raise NotFound
            raise PermissionDenied("sheet_right", "Seul l’organisme, ou l’acheteur, change les mots d’une fiche.")
        data = self.request.POST if self.request.method == "POST" else None
        self.access_forms = [
            (each, AccessInformationForm(data, prefix=f"a{each.action.pk}", initial=_access_initial(each)))
            for each in self.detail.actions
        ]

    def _can(self, act: str) -> bool:
        host_id = self.detail.training.host_id
        return can_for_provider(actor=self.actor, act=act, provider=self.detail.provider, host_id=host_id)

    def parents(self) -> Sequence[Crumb]:
        return [("Mes fiches", self.url("sessions:sheets"))]

    def form_arguments(self) -> dict[str, Any]:
        return {"detail": self.detail, "may_link": self._can("offer.link_trainings")}

    def context(self) -> dict[str, Any]:
        training = self.detail.training
        marks = quality_of_training(actor=self.actor, training=training, on=today())
        return {
            "title": f"Que dit la fiche « {training.title} » ?",
            "answer": f"{sum(mark.is_met for mark in marks)} critères sur {len(marks)}.",
            "sheet": self.detail,
            "marks": marks,
            "words": self.form,
            "accesses": [
                {"town": each.site.town if each.site else each.action.number, "form": form}
                for each, form in self.access_forms
            ],
        }

    def post(self, request: Request) -> HttpResponseBase:
        form = self.build_form()
        if not (form.is_valid() and all(each.is_valid() for _, each in self.access_forms)):
            return self.render_form(form)
        try:
            with transaction.atomic():
                self._save(form)
        except ValidationError as error:
            form.add_error(_field_in_error(error, form), str(error))
            return self.render_form(form)
        messages.success(request, "Fiche enregistrée ; ses mots sont datés d’aujourd’hui.")
        return HttpResponseRedirect(request.path)

    def _save(self, form: TrainingDescriptionForm) -> None:
        actor, training, data = self.actor, self.detail.training, form.cleaned_data
        lines = [line.strip(" •-\t") for line in data["competences"].splitlines()]
        known = {each.text: each for each in self.detail.competences}
        competences = [known.get(line, CompetenceItem(line)) for line in lines if line]
        set_competences(actor=actor, training=training, items=competences)
        description = getattr(training, "sheet", None)
        nature = TrainingNature(description.nature) if description and description.nature else None
        save_training_description(actor=actor, training=training, summary=data["summary"], nature=nature)
        if "modules" in form.changed_data:
            set_modules(actor=actor, training=training, items=data["modules"])
        if "later" in form.changed_data:
            _save_linked_trainings(actor, training, data["later"], self.detail.later)
        for each, access in self.access_forms:
            if access.has_changed():
                each.action.training = training
                save_access_information(actor=actor, training_action=each.action, words=access.access_input)
        refresh_quality(actor=actor, host_id=training.host_id, on=today(), training_ids=[training.pk])


def _save_linked_trainings(actor: Actor, training: Training, text: str, later: Sequence[LinkedTraining]) -> None:
    """Link new numbers and close the links that were removed. Raises ``ValidationError``."""
    wanted_numbers = dict.fromkeys(text.replace(",", " ").split())
    for each in later:
        if each.number not in wanted_numbers:
            close_link(actor=actor, link=training_link_by_id(actor=actor, identifier=each.link_id))
    linked_numbers = {each.number for each in later}
    for number in wanted_numbers:
        if number not in linked_numbers:
            link_trainings(actor=actor, earlier=training, later=_training_by_number(actor, number))


def _training_by_number(actor: Actor, number: str) -> Training:
    try:
        return training_by_number(actor=actor, number=number)
    except NotFound as error:
        raise ValidationError(
            "link_unknown", f"Aucune formation n’a le numéro « {number} ».", hint="Corrigez-le."
        ) from error


def _field_in_error(error: ValidationError, description_form: TrainingDescriptionForm) -> str:
    """Form field that the error is about."""
    field = {"module": "modules", "link": "later"}.get(error.code.partition("_")[0], "competences")
    return field if field in description_form.fields else "competences"


def _description_initial(detail: TrainingDetail) -> dict[str, Any]:
    return {
        "summary": detail.summary,
        "competences": "\n".join(each.text for each in detail.competences),
        "modules": format_modules(detail.modules),
        "later": " ".join(each.number for each in detail.later),
    }


def _access_initial(each: TrainingActionDetail) -> dict[str, Any]:
    access = each.access
    if access is None:
        return {}
    word_by_value = {value: word for word, value in _BOOL_BY_WORD.items()}
    return {
        "licence": word_by_value[access.licence_required],
        "car": word_by_value[access.reached_without_car],
        "way": access.way,
        "wheelchair": word_by_value[access.wheelchair],
        "disability": access.disability_contact,
    }
