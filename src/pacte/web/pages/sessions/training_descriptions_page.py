"""« Mes fiches disent-elles l’essentiel ? »: quality of each training description, and the provider's texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import can_for_provider, quality_of_training, training_detail, training_quality_rows
from pacte.offer.records import AccessInput, CompetenceItem, ModuleItem, TrainingNature
from pacte.offer.rules.quality import CRITERIA
from pacte.offer.services import (
    refresh_quality,
    save_access_information,
    save_training_description,
    set_competences,
    set_modules,
)
from pacte.web.form_fields import paragraph_field, text_field
from pacte.web.pages.sessions.linked_trainings import save_linked_trainings, training_numbers_text
from pacte.web.pages.sessions.modules_text import MODULE_EXAMPLE, format_modules, parse_modules
from pacte.web.pages.sessions.page_context import actor_provider, offer_region_id, request_actor, sessions_page_context
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.offer.queries.details import TrainingActionDetail, TrainingDetail

_COLUMNS = (
    {"label": "Fiche"}, {"label": "Critères", "kind": "num"}, {"label": "Ce qui manque"}, {"label": "À jour du"},
)  # fmt: skip
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

    def __init__(self, data: Any, detail: TrainingDetail, *, may_link: bool) -> None:
        super().__init__(data, initial=_description_initial(detail))
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


@require_login
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    actor = request_actor(request)
    quality_rows = training_quality_rows(actor=actor, provider=actor_provider(actor), host_id=offer_region_id(actor))
    labels = {each.code: each.label for each in CRITERIA}
    scored = [each.score for each in quality_rows if each.score is not None]
    answer = f"{pluralise(len(quality_rows), 'fiche')}."
    if scored:
        full = sum(score == len(CRITERIA) for score in scored)
        answer = (
            f"{pluralise(full, 'fiche complète', 'fiches complètes')} sur "
            f"{format_number(len(quality_rows))}, la moins complète d’abord."
        )
    context = sessions_page_context(("Mes fiches", "")) | {
        "title": "Mes fiches disent-elles l’essentiel ?",
        "answer": answer,
        "columns": _COLUMNS,
        "rows": [
            [
                {
                    "text": each.training.title,
                    "url": _description_url(each.training.number),
                    "note": each.training.number,
                },
                f"{each.score} / {len(CRITERIA)}" if each.score is not None else "pas encore calculé",
                ", ".join(labels[code] for code in each.missing if code in labels) or "rien",
                format_day(each.training.changed_in_source_on) if each.training.changed_in_source_on else "",
            ]
            for each in quality_rows
        ],
    }
    return render(request, "supply/sheets.html", context)


def _description_url(training: str) -> str:
    return reverse("supply:sheet", args=[training])


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def description_page(request: HttpRequest, number: str) -> HttpResponse:
    """Texts that imports never overwrite. Raises ``NotFound`` for a training of another provider."""
    actor = request_actor(request)
    detail = training_detail(actor=actor, number=number)
    training = detail.training
    scope = {"provider": detail.provider, "host_id": training.host_id}
    if not can_for_provider(actor=actor, act="offer.edit_sheet", **scope):
        if not can_for_provider(actor=actor, act="offer.read_quality", **scope):
            raise NotFound
        raise PermissionDenied("sheet_right", "Seul l’organisme, ou l’acheteur, change les mots d’une fiche.")
    data = request.POST if request.method == "POST" else None
    description_form = TrainingDescriptionForm(
        data, detail, may_link=can_for_provider(actor=actor, act="offer.link_trainings", **scope)
    )
    access_forms = [
        (each, AccessInformationForm(data, prefix=f"a{each.action.pk}", initial=_access_initial(each)))
        for each in detail.actions
    ]
    if data is not None and description_form.is_valid() and all(form.is_valid() for _, form in access_forms):
        error = _save_description(request, detail, description_form, access_forms)
        if error is None:
            messages.success(request, "Fiche enregistrée ; ses mots sont datés d’aujourd’hui.")
            return HttpResponseRedirect(_description_url(training.number))
        description_form.add_error(_field_in_error(error, description_form), str(error))
    marks = quality_of_training(actor=actor, training=training, on=today())
    context = sessions_page_context(("Mes fiches", reverse("supply:sheets")), (training.title, "")) | {
        "title": f"Que dit la fiche « {training.title} » ?",
        "answer": f"{sum(mark.is_met for mark in marks)} critères sur {len(marks)}.",
        "sheet": detail,
        "marks": marks,
        "words": description_form,
        "accesses": [
            {"town": each.site.town if each.site else each.action.number, "form": form} for each, form in access_forms
        ],
    }
    return render(request, "supply/sheet.html", context, status=422 if data is not None else 200)


def _save_description(
    request: HttpRequest,
    detail: TrainingDetail,
    description_form: TrainingDescriptionForm,
    access_forms: list[tuple[TrainingActionDetail, AccessInformationForm]],
) -> ValidationError | None:
    actor, training = request_actor(request), detail.training
    lines = [line.strip(" •-\t") for line in description_form.cleaned_data["competences"].splitlines()]
    known = {each.text: each for each in detail.competences}
    try:
        with transaction.atomic():
            set_competences(
                actor=actor, training=training, items=[known.get(line, CompetenceItem(line)) for line in lines if line]
            )
            description = getattr(training, "sheet", None)
            nature = TrainingNature(description.nature) if description and description.nature else None
            save_training_description(
                actor=actor, training=training, summary=description_form.cleaned_data["summary"], nature=nature
            )
            if "modules" in description_form.changed_data:
                set_modules(actor=actor, training=training, items=description_form.cleaned_data["modules"])
            if "later" in description_form.changed_data:
                save_linked_trainings(actor, training, description_form.cleaned_data["later"], detail.later)
            for each, form in access_forms:
                if form.has_changed():
                    each.action.training = training
                    save_access_information(actor=actor, training_action=each.action, words=form.access_input)
            refresh_quality(actor=actor, host_id=training.host_id, on=today(), training_ids=[training.pk])
    except ValidationError as error:
        return error
    return None


def _field_in_error(error: ValidationError, description_form: TrainingDescriptionForm) -> str:
    """Form field that the error is about."""
    field = {"module": "modules", "link": "later"}.get(error.code.partition("_")[0], "competences")
    return field if field in description_form.fields else "competences"


def _description_initial(detail: TrainingDetail) -> dict[str, Any]:
    return {
        "summary": detail.summary,
        "competences": "\n".join(each.text for each in detail.competences),
        "modules": format_modules(detail.modules),
        "later": training_numbers_text(detail.later),
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
