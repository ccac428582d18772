"""What is written on an experiment: opening, protocol, first entry, addendum, finding, owner, withdrawal."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.http.response import HttpResponseBase

from pacte.evaluation.queries import experiment_action_choices, may_list_experiments
from pacte.evaluation.records import JUDGEMENT_LABELS, Judgement, ProtocolContent
from pacte.evaluation.services import (
    add_addendum,
    appoint_experiment_owner,
    lock_protocol,
    open_experiment,
    record_finding,
    withdraw_experiment,
    write_protocol,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, deny_unless, hide_unless
from pacte.kernel.french import format_day
from pacte.web import form_fields as fields
from pacte.web.page import PlanFormPage, view_by_name
from pacte.web.pages.experiments.list_page import ExperimentFormPage, ExperimentsPage
from pacte.web.request import Request

_NOBODY = ("", "Personne pour l’instant")


class OpenExperimentForm(fields.ChoicesForm):
    action = forms.ChoiceField(label="Action qui expérimente", choices=[("", "Choisissez")])
    title = fields.text_field("Nom de l’expérimentation", help_text="Court, par exemple « Relances par texto ».")
    owner = forms.ChoiceField(label="Qui en répond ?", required=False, choices=[_NOBODY])


class ExperimentForm(forms.Form):
    """No field is required: an incomplete protocol can be saved, and is shown as incomplete."""

    title = fields.text_field("Nom de l’expérimentation")
    question = fields.paragraph_field("Question", required=False, help_text="Ce qu’on veut savoir, en une phrase.")
    public = fields.paragraph_field("Public", required=False, help_text="Qui entre, qui n’entre pas, combien.")
    indicator = fields.text_field(
        "Indicateur", 500, required=False, help_text="Ce qu’on mesurera, avec son dénominateur."
    )
    indicator_code = fields.text_field(
        "Code de l’indicateur", 80, required=False, help_text="S’il est déjà au catalogue."
    )
    baseline_value = fields.FrenchDecimalField(label="Valeur de départ", required=False, help_text="Un 0 compte.")
    unit = fields.text_field("Unité", 120, required=False, help_text="%, jours, personnes…")
    baseline_on = fields.day_field("Date de la valeur de départ", required=False)
    baseline_source = fields.text_field("Source de la valeur de départ", 500, required=False)
    target_value = fields.FrenchDecimalField(label="Cible chiffrée", required=False, help_text="Dans la même unité.")
    target = fields.text_field(
        "Cible en mots", 500, required=False, help_text="« 75 à 80 % », « le plus grand nombre »…"
    )
    method = fields.paragraph_field("Méthode", required=False, help_text="Ce qu’on fera, et comment on mesurera.")
    comparison = fields.paragraph_field("Comparaison", required=False, help_text="À qui, ou à quoi, on comparera.")
    source = fields.text_field("Source des données", 500, required=False)
    end_on = fields.day_field("Date de fin", required=False)
    reason = fields.reason_field("Pourquoi ce changement ?", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def content(self) -> ProtocolContent:
        """The submitted values."""
        return ProtocolContent(**{name: self.cleaned_data[name] for name in asdict(ProtocolContent())})


class LockExperimentForm(forms.Form):
    on = fields.day_field("Première personne entrée le", initial=today)
    by = fields.text_field("D’où le sait-on ?", 300, help_text="Émargement, session, dispositif… jamais un nom.")


class AddendumForm(forms.Form):
    text = fields.paragraph_field("Ce qui s’ajoute")
    on = fields.day_field("Date de l’ajout", initial=today)
    reason = fields.reason_field("Pourquoi cet ajout ?")


class FindingForm(forms.Form):
    result = fields.paragraph_field("Ce qui a été constaté", help_text="Même nul, même contraire à ce qu’on espérait.")
    value = fields.FrenchDecimalField(label="Valeur mesurée", required=False, help_text="Dans l’unité de la fiche.")
    judgement = forms.ChoiceField(
        label="Qu’en fait-on ?",
        choices=[(each.value, word.capitalize()) for each, word in JUDGEMENT_LABELS.items()],
        widget=forms.RadioSelect,
    )
    reason = fields.reason_field("Pourquoi ?")
    decision_reference = fields.text_field("Décision", required=False, help_text="Comité et numéro, s’il a décidé.")
    on = fields.day_field("Date du constat", initial=today)


class ExperimentOwnerForm(fields.ChoicesForm):
    owner = forms.ChoiceField(label="Qui en répond ?", required=False, choices=[_NOBODY])
    on = fields.day_field("À partir du", initial=today)
    reason = fields.reason_field("Pourquoi ?", required=False)


class WithdrawExperimentForm(forms.Form):
    on = fields.day_field("Retirée le", initial=today)
    reason = fields.reason_field("Pourquoi la retirer ?")


class OpenExperimentPage(ExperimentsPage, PlanFormPage):
    form_class = OpenExperimentForm
    crumb = "Ouvrir"
    title = "Quelle action expérimente ?"
    submit_label = "Ouvrir la fiche"
    intro = "Ouvrir une fiche dit qu’une action expérimente. Elle reste incomplète tant que tout n’y est pas."
    back = "experiments:list"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(may_list_experiments(actor=self.actor, plan=self.plan))
        self.actions = experiment_action_choices(actor=self.actor, plan=self.plan, on=today())
        deny_unless(
            self.actions,
            "evaluation_right",
            "Votre fonction ne permet pas d’ouvrir une fiche d’expérimentation.",
            hint="Demandez-le au pilote du pacte ou au porteur de l’action.",
        )

    def form_arguments(self) -> dict[str, Any]:
        return {
            "choices": {"action": self.actions, "owner": self.owner_choices()},
            "initial": {"action": self.request.GET.get("action", "")},
        }

    def save(self, data: dict[str, Any]) -> str:
        experiment = open_experiment(
            actor=self.actor,
            plan=self.plan,
            number=ActionCode(data["action"]),
            title=data["title"],
            on=today(),
            owner=self.owners_by_id().get(data["owner"]),
        )
        return f"La fiche « {experiment.title} » est ouverte. Elle est incomplète tant que tout n’est pas écrit."


class ProtocolFormPage(ExperimentFormPage):
    """The protocol, until the first person enters. A conflict, such as a version written meanwhile, shows the form."""

    template_name = "experiments/edit.html"
    form_class = ExperimentForm
    submit_label = "Enregistrer la fiche"
    intro = "Tout peut rester vide pour l’instant : la fiche dira ce qui manque."

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.detail.summary.locked_on:
            raise Conflict(
                "sheet_locked",
                "La fiche est verrouillée : une personne est entrée.",
                "La question et la cible ne changent plus après coup.",
                "Écrivez un ajout daté, avec son motif.",
            )
        self.title = f"Que promet « {self.detail.summary.title} » ?"

    def form_arguments(self) -> dict[str, Any]:
        line = self.detail.summary
        return {
            "initial": asdict(line.content)
            | {
                "baseline_value": fields.decimal_input_text(line.content.baseline_value),
                "target_value": fields.decimal_input_text(line.content.target_value),
                "title": line.title,
                "seen": line.version,
            }
        }

    def save(self, data: dict[str, Any]) -> str:
        version = write_protocol(
            actor=self.actor,
            experiment=self.detail.experiment,
            content=self.form.content(),
            on=today(),
            reason=data["reason"],
            seen=data["seen"],
            title=data["title"],
        )
        return f"Version {version.number} enregistrée." if version else "Aucun champ de la fiche n’a changé."

    def post(self, request: Request) -> HttpResponseBase:
        try:
            return super().post(request)
        except Conflict as error:
            self.form.add_error(None, str(error))
            return self.render({"form_page": self, "form": self.form}, status=409)


@ExperimentFormPage.view(
    right="lock",
    form_class=LockExperimentForm,
    title="Quand la première personne est-elle entrée ?",
    submit_label="Verrouiller la fiche",
    intro="Ce jour verrouille la fiche telle qu’elle est écrite. Cela ne se défait pas.",
)
def lock(page: ExperimentFormPage, data: dict[str, Any]) -> str:
    if not lock_protocol(actor=page.actor, experiment=page.detail.experiment, **data):
        return "La fiche était déjà verrouillée : sa date n’a pas changé."
    return f"La fiche est verrouillée : une première personne est entrée le {format_day(data['on'])}."


@ExperimentFormPage.view(
    form_class=AddendumForm,
    title="Que faut-il ajouter à la fiche ?",
    submit_label="Ajouter à la fiche",
    intro="La question et la cible restent telles qu’elles étaient ; l’ajout se lit à côté, avec sa date.",
)
def add_to_protocol(page: ExperimentFormPage, data: dict[str, Any]) -> str:
    add_addendum(actor=page.actor, experiment=page.detail.experiment, **data)
    return "L’ajout est gardé, daté et signé."


@ExperimentFormPage.view(
    right="judge",
    form_class=FindingForm,
    title="Qu’a-t-on constaté, et qu’en fait-on ?",
    submit_label="Garder le constat",
    intro="Le constat se lit à côté de ce qui avait été promis.",
)
def judge(page: ExperimentFormPage, data: dict[str, Any]) -> str:
    data["judgement"] = Judgement(data["judgement"])
    record_finding(actor=page.actor, experiment=page.detail.experiment, **data)
    return "Le constat est gardé."


@ExperimentFormPage.view(
    form_class=ExperimentOwnerForm,
    title="Qui répond de cette fiche ?",
    submit_label="Désigner cette personne",
    intro="La personne qui précède reste dans l’histoire.",
    form_arguments=lambda page: {
        "choices": {"owner": page.owner_choices()},
        "initial": {"owner": str(page.detail.summary.owner_id or "")},
    },
)
def appoint(page: ExperimentFormPage, data: dict[str, Any]) -> str:
    person = page.owners_by_id().get(data.pop("owner"))
    appoint_experiment_owner(actor=page.actor, experiment=page.detail.experiment, person=person, **data)
    return f"{person} répond de la fiche." if person else "Plus personne ne répond de la fiche."


@ExperimentFormPage.view(
    right="withdraw",
    form_class=WithdrawExperimentForm,
    title="Pourquoi retirer cette fiche ?",
    submit_label="Retirer la fiche",
    intro="L’action n’expérimentera pas cela. La fiche reste lisible, avec le motif.",
    danger=True,
)
def withdraw(page: ExperimentFormPage, data: dict[str, Any]) -> str:
    withdraw_experiment(actor=page.actor, experiment=page.detail.experiment, **data)
    return "La fiche est retirée. Elle reste lisible."


act = view_by_name(
    "act",
    {"premiere-entree": lock, "ajout": add_to_protocol, "constat": judge, "responsable": appoint, "retrait": withdraw},
)
