"""« Que dit cette fiche ? »: texts of a provider about one of its trainings, its modules one a line, its access."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import forms

from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.offer.queries import (
    TrainingActionDetail,
    TrainingDetail,
    can_for_provider,
    quality_of_training,
    training_detail,
)
from pacte.offer.records import (
    FAMILY_LABELS,
    AccessInput,
    AttestationItem,
    BlockItem,
    CompetenceFamily,
    CompetenceItem,
    Issuer,
    ModuleItem,
    TrainingNature,
)
from pacte.offer.services import (
    refresh_quality,
    save_access_information,
    save_training_description,
    set_competences,
    set_later_trainings,
    set_modules,
)
from pacte.reference.queries import attestable_items, unknown_competence_codes
from pacte.web.form_fields import paragraph_field, text_field
from pacte.web.page import Crumb
from pacte.web.pages.sessions.offer_pages import OfferFormPage

MODULE_EXAMPLE = "Souder à plat | 140 | lire un plan [103070] ; souder à plat (employeur) | RNCP34502BC01"
_BLOCK_CODE = re.compile(r"((?:RNCP|RS)\d+)BC\d+$")
_COMPETENCE_CODE = re.compile(r"\s*\[(\d{1,8})\]$")
_EMPLOYER_SUFFIX = re.compile(r"\s*\(employeur\)$", re.IGNORECASE)
_FAMILY_PREFIXES = {each: re.compile(rf"{label}\s*:\s*(?=\S)", re.IGNORECASE) for each, label in FAMILY_LABELS.items()}
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
        "certifiés. Pour un passeport de compétences, commencez par « savoir : », « savoir-faire : » ou "
        "« savoir-être : ». Entre crochets, le code ROME de la compétence, s’il y en a un : on sait alors si des "
        "employeurs la demandent. Un module garde ses sessions tant que son titre ou ses blocs restent. "
        f"Exemple : {MODULE_EXAMPLE}",
    )  # fmt: skip
    later = text_field(
        "Mène à", 600, required=False,
        help_text="Numéros des formations qui suivent celle-ci, séparés par des espaces.",
    )  # fmt: skip

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *arguments: Any,
        actor: Actor,
        detail: TrainingDetail,
        may_link: bool,
        **options: Any,
    ) -> None:
        initial = {
            "summary": detail.summary,
            "competences": "\n".join(each.text for each in detail.competences),
            "modules": format_modules(detail.modules),
            "later": " ".join(each.number for each in detail.later),
        }
        super().__init__(data, *arguments, initial=initial, **options)
        self.actor, self.detail = actor, detail
        # One more form for each training action.
        self.access_forms = [
            (each, AccessInformationForm(data, prefix=f"a{each.action.pk}", initial=_access_initial(each)))
            for each in detail.actions
        ]
        if not may_link:
            del self.fields["later"]

    def is_valid(self) -> bool:
        return super().is_valid() and all(access.is_valid() for _, access in self.access_forms)

    def clean_competences(self) -> list[CompetenceItem]:
        lines = [line.strip(" •-\t") for line in self.cleaned_data["competences"].splitlines()]
        known = {each.text: each for each in self.detail.competences}
        return [known.get(line, CompetenceItem(line)) for line in lines if line]

    def clean_modules(self) -> list[ModuleItem]:
        """Raises ``ValidationError`` of forms for a code that no competence of the ROME has."""
        modules = parse_modules(self.cleaned_data["modules"], self.detail.modules)
        codes = {each.competence_code for module in modules for each in module.attestations} - {""}
        if unknown := unknown_competence_codes(actor=self.actor, codes=codes):
            listed = ", ".join(unknown)
            raise forms.ValidationError(
                f"Le ROME n’a pas de compétence {listed} : voyez les codes de ces métiers, sur cette page."
            )
        return modules


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


class TrainingDescriptionPage(OfferFormPage):
    """Texts of a training that imports never overwrite, and how one comes to each of its training actions."""

    template_name = "sessions/sheet.html"
    form_class = TrainingDescriptionForm
    error_fields = {
        "competences_too_long": "competences",
        "module_hours": "modules",
        "module_twice": "modules",
        "module_block": "modules",
        "module_has_session": "modules",
        "link_other": "later",
        "link_goes_down": "later",
        "link_loop": "later",
        "link_unknown": "later",
    }
    shows_conflicts = False
    detail: TrainingDetail

    @property
    def success_url(self) -> str:
        return self.request.path

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for a training of another provider, ``PermissionDenied`` for its readers."""
        self.detail = training_detail(actor=self.actor, number=kwargs["number"])
        self.crumb = self.detail.training.title
        if not self._can("offer.edit_sheet"):
            if not self._can("offer.read_quality"):
                raise NotFound
            raise PermissionDenied("sheet_right", "Seul l’organisme, ou l’acheteur, change les mots d’une fiche.")

    def _can(self, act: str) -> bool:
        host_id = self.detail.training.host_id
        return can_for_provider(actor=self.actor, act=act, provider=self.detail.provider, host_id=host_id)

    def parents(self) -> Sequence[Crumb]:
        return [("Mes fiches", self.url("sessions:sheets"))] if self.actor.has_role(Role.PROVIDER) else []

    def form_arguments(self) -> dict[str, Any]:
        return {"actor": self.actor, "detail": self.detail, "may_link": self._can("offer.link_trainings")}

    def context(self) -> dict[str, Any]:
        training = self.detail.training
        marks = quality_of_training(actor=self.actor, training=training, on=today())
        return {
            "title": f"Que dit la fiche « {training.title} » ?",
            "answer": f"{sum(mark.is_met for mark in marks)} critères sur {len(marks)}.",
            "sheet": self.detail,
            "marks": marks,
            "items": attestable_items(actor=self.actor, rome_codes=training.rome_codes),
        }

    def save(self, data: dict[str, Any]) -> str:
        actor, training, form = self.actor, self.detail.training, self.form
        set_competences(actor=actor, training=training, items=data["competences"])
        description = getattr(training, "sheet", None)
        nature = TrainingNature(description.nature) if description and description.nature else None
        save_training_description(actor=actor, training=training, summary=data["summary"], nature=nature)
        if "modules" in form.changed_data:
            set_modules(actor=actor, training=training, items=data["modules"])
        if "later" in form.changed_data:
            set_later_trainings(actor=actor, training=training, numbers=data["later"].replace(",", " ").split())
        for each, access in form.access_forms:
            if access.has_changed():
                each.action.training = training
                save_access_information(actor=actor, training_action=each.action, words=access.access_input)
        refresh_quality(actor=actor, host_id=training.host_id, on=today(), training_ids=[training.pk])
        return "Fiche enregistrée ; ses mots sont datés d’aujourd’hui."


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


def format_modules(modules: Sequence[ModuleItem]) -> str:
    return "\n".join(_format_module(each) for each in modules)


def _format_module(module: ModuleItem) -> str:
    attested = " ; ".join(_format_attestation(each) for each in module.attestations)
    parts = [module.title, str(module.hours), attested, " ".join(each.block_code for each in module.blocks)]
    return " | ".join(parts).rstrip(" |")


def _format_attestation(item: AttestationItem) -> str:
    code = f" [{item.competence_code}]" if item.competence_code else ""
    family = f"{FAMILY_LABELS[CompetenceFamily(item.family)]} : " if item.family else ""
    return f"{family}{item.text}{code}{' (employeur)' if item.issuer is Issuer.EMPLOYER else ''}"


def parse_modules(text: str, known_modules: Sequence[ModuleItem]) -> list[ModuleItem]:
    """Modules as text, one a line: title | hours | what is attested | certified blocks.

    Kind, reference and price come from the known module with that title. Raises ``ValidationError`` of forms.
    """
    known_by_title = {each.title: each for each in known_modules}
    lines = [line for line in text.splitlines() if line.strip()]
    return [_parse_module(rank, line, known_by_title) for rank, line in enumerate(lines, start=1)]


def _parse_module(rank: int, line: str, known_by_title: dict[str, ModuleItem]) -> ModuleItem:
    title, hours, attested, blocks, *extra_parts = (part.strip() for part in (line + "|||").split("|"))
    if any(extra_parts) or not title or not re.fullmatch(r"[0-9]{1,5}", hours) or not int(hours):
        raise forms.ValidationError(f"Module {rank} : un titre et des heures entières. Exemple : {MODULE_EXAMPLE}")
    known_module = known_by_title.get(title, ModuleItem(title=title, hours=0))
    blocks_by_code = {each.block_code: each for each in known_module.blocks}
    return replace(
        known_module,
        hours=int(hours),
        attestations=tuple(_parse_attestation(each.strip()) for each in attested.split(";") if each.strip()),
        blocks=tuple(blocks_by_code.get(code) or _parse_block(rank, code) for code in blocks.upper().split()),
    )


def _parse_attestation(text: str) -> AttestationItem:
    """« savoir : lire un plan [103070] (employeur) »."""
    family = next((each for each, prefix in _FAMILY_PREFIXES.items() if prefix.match(text)), None)
    text = _FAMILY_PREFIXES[family].sub("", text) if family else text
    attested = _EMPLOYER_SUFFIX.sub("", text)
    code = _COMPETENCE_CODE.search(attested)
    issuer = Issuer.EMPLOYER if attested != text else Issuer.PROVIDER
    return AttestationItem(_COMPETENCE_CODE.sub("", attested), issuer, code[1] if code else "", family or "")


def _parse_block(rank: int, code: str) -> BlockItem:
    match = _BLOCK_CODE.match(code)
    if not match:
        raise forms.ValidationError(f"Module {rank} : « {code} » n’est pas un code de bloc, comme RNCP34502BC01.")
    return BlockItem(match[1], code)
