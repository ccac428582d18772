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
from pacte.web.form_fields import paragraph, text
from pacte.web.pages.supply.chain_words import chain_said, save_chain
from pacte.web.pages.supply.frame import actor_in, frame, provider_of, region_of
from pacte.web.pages.supply.module_words import EXAMPLE, modules_read, modules_said
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.offer.queries.details import TrainingActionDetail, TrainingDetail

_COLUMNS = (
    {"label": "Fiche"}, {"label": "Critères", "kind": "num"}, {"label": "Ce qui manque"}, {"label": "À jour du"},
)  # fmt: skip
_SAID = (("", "pas dit"), ("oui", "oui"), ("non", "non"))
_BOOL = {"oui": True, "non": False, "": None}


class WordsForm(forms.Form):
    summary = paragraph(
        "Résumé en mots simples", required=False, help_text="Sans sigle, pour qui ne connaît pas le métier."
    )
    competences = paragraph(
        "À la fin, vous saurez…", required=False, max_length=40_000,
        help_text="Une chose par ligne, qui commence par un verbe.",
    )  # fmt: skip
    modules = paragraph(
        "Modules", required=False, max_length=40_000,
        help_text="Un par ligne : titre | heures | ce qui est attesté, séparé par des points-virgules | blocs "
        f"certifiés. Exemple : {EXAMPLE}",
    )  # fmt: skip
    later = text(
        "Mène à", 600, required=False,
        help_text="Numéros des formations qui suivent celle-ci, séparés par des espaces.",
    )  # fmt: skip

    def __init__(self, sent: Any, found: TrainingDetail, *, links: bool) -> None:
        super().__init__(sent, initial=_words(found))
        self._known = found.modules
        if not links:
            del self.fields["later"]

    def clean_modules(self) -> list[ModuleItem]:
        return modules_read(self.cleaned_data["modules"], self._known)


class AccessForm(forms.Form):
    licence = forms.ChoiceField(label="Permis demandé ?", choices=_SAID, required=False)
    car = forms.ChoiceField(label="Peut-on venir sans voiture ?", choices=_SAID, required=False)
    way = text("Comment venir", required=False, help_text="Car, train, à pied depuis la gare… daté d’aujourd’hui.")
    wheelchair = forms.ChoiceField(label="Accessible en fauteuil ?", choices=_SAID, required=False)
    disability = text("Référent handicap", required=False)

    @property
    def words(self) -> AccessInput:
        said = self.cleaned_data
        return AccessInput(
            licence_required=_BOOL[said["licence"]],
            reached_without_car=_BOOL[said["car"]],
            way=said["way"],
            wheelchair=_BOOL[said["wheelchair"]],
            disability_contact=said["disability"],
        )


@signed_in
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    actor = actor_in(request)
    found = training_quality_rows(actor=actor, provider=provider_of(actor), host_id=region_of(actor))
    labels = {each.code: each.label for each in CRITERIA}
    scored = [each.score for each in found if each.score is not None]
    answer = f"{pluralise(len(found), 'fiche')}."
    if scored:
        full = sum(score == len(CRITERIA) for score in scored)
        answer = f"{pluralise(full, 'fiche complète', 'fiches complètes')} sur {format_number(len(found))}, la moins complète d’abord."
    context = frame(("Mes fiches", "")) | {
        "title": "Mes fiches disent-elles l’essentiel ?",
        "answer": answer,
        "columns": _COLUMNS,
        "rows": [
            [
                {"text": each.training.title, "url": _url(each.training.number), "note": each.training.number},
                f"{each.score} / {len(CRITERIA)}" if each.score is not None else "pas encore calculé",
                ", ".join(labels[code] for code in each.missing if code in labels) or "rien",
                format_day(each.training.changed_in_source_on) if each.training.changed_in_source_on else "",
            ]
            for each in found
        ],
    }
    return render(request, "supply/sheets.html", context)


def _url(training: str) -> str:
    return reverse("supply:sheet", args=[training])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """Texts that imports never overwrite. Raises ``NotFound`` for a training of another provider."""
    actor = actor_in(request)
    found = training_detail(actor=actor, number=number)
    training = found.training
    given = {"provider": found.provider, "host_id": training.host_id}
    if not can_for_provider(actor=actor, act="offer.edit_sheet", **given):
        if not can_for_provider(actor=actor, act="offer.read_quality", **given):
            raise NotFound
        raise PermissionDenied("sheet_right", "Seul l’organisme, ou l’acheteur, change les mots d’une fiche.")
    sent = request.POST if request.method == "POST" else None
    words = WordsForm(sent, found, links=can_for_provider(actor=actor, act="offer.link_trainings", **given))
    accesses = [(each, AccessForm(sent, prefix=f"a{each.action.pk}", initial=_access(each))) for each in found.actions]
    if sent is not None and words.is_valid() and all(form.is_valid() for _, form in accesses):
        error = _save(request, found, words, accesses)
        if error is None:
            messages.success(request, "Fiche enregistrée ; ses mots sont datés d’aujourd’hui.")
            return HttpResponseRedirect(_url(training.number))
        words.add_error(_field_of(error, words), str(error))
    marks = quality_of_training(actor=actor, training=training, on=today())
    context = frame(("Mes fiches", reverse("supply:sheets")), (training.title, "")) | {
        "title": f"Que dit la fiche « {training.title} » ?",
        "answer": f"{sum(mark.is_met for mark in marks)} critères sur {len(marks)}.",
        "sheet": found,
        "marks": marks,
        "words": words,
        "accesses": [
            {"town": each.site.town if each.site else each.action.number, "form": form} for each, form in accesses
        ],
    }
    return render(request, "supply/sheet.html", context, status=422 if sent is not None else 200)


def _save(
    request: HttpRequest,
    found: TrainingDetail,
    words: WordsForm,
    accesses: list[tuple[TrainingActionDetail, AccessForm]],
) -> ValidationError | None:
    actor, training = actor_in(request), found.training
    lines = [line.strip(" •-\t") for line in words.cleaned_data["competences"].splitlines()]
    known = {each.text: each for each in found.competences}
    try:
        with transaction.atomic():
            set_competences(
                actor=actor, training=training, items=[known.get(line, CompetenceItem(line)) for line in lines if line]
            )
            said = getattr(training, "sheet", None)
            kept = TrainingNature(said.nature) if said and said.nature else None
            save_training_description(
                actor=actor, training=training, summary=words.cleaned_data["summary"], nature=kept
            )
            if "modules" in words.changed_data:
                set_modules(actor=actor, training=training, items=words.cleaned_data["modules"])
            if "later" in words.changed_data:
                save_chain(actor, training, words.cleaned_data["later"], found.later)
            for each, form in accesses:
                if form.has_changed():
                    each.action.training = training
                    save_access_information(actor=actor, training_action=each.action, words=form.words)
            refresh_quality(actor=actor, host_id=training.host_id, on=today(), training_ids=[training.pk])
    except ValidationError as error:
        return error
    return None


def _field_of(error: ValidationError, words: WordsForm) -> str:
    """Form field that the error is about."""
    field = {"module": "modules", "link": "later"}.get(error.code.partition("_")[0], "competences")
    return field if field in words.fields else "competences"


def _words(found: TrainingDetail) -> dict[str, Any]:
    return {
        "summary": found.summary,
        "competences": "\n".join(each.text for each in found.competences),
        "modules": modules_said(found.modules),
        "later": chain_said(found.later),
    }


def _access(each: TrainingActionDetail) -> dict[str, Any]:
    said = each.access
    if said is None:
        return {}
    back = {value: word for word, value in _BOOL.items()}
    return {
        "licence": back[said.licence_required],
        "car": back[said.reached_without_car],
        "way": said.way,
        "wheelchair": back[said.wheelchair],
        "disability": said.disability_contact,
    }
