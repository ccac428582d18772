"""What is done on a dispute: open it, give a figure, upload a list, appoint the arbiter, settle."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django import forms

from pacte.accounts.queries import organisation_by_id, organisation_names
from pacte.accounts.queries.assignable_people import assignable_people, organisation_by_host
from pacte.exchange.rows.reading import read_rows
from pacte.indicators.permissions import can_give_side, can_open_any_dispute, may
from pacte.indicators.queries.disputes import DisputeSideDetails, dispute_details
from pacte.indicators.records.definition import TERRITORY_LABELS, TerritoryRule
from pacte.indicators.records.dispute import DISPUTE_OUTCOME_LABELS, DisputeInput, DisputeOutcome, DisputeSideInput
from pacte.indicators.rules.dispute import MAX_RECORDS, parse_dispute_records
from pacte.indicators.services.disputes import (
    appoint_arbiter,
    open_dispute,
    record_dispute_list,
    record_dispute_side,
    settle_dispute,
)
from pacte.kernel.clock import today
from pacte.kernel.errors import (
    Conflict,
    NotFound,
    PermissionDenied,
    ValidationError,
    deny_unless,
    ensure_found,
    hide_unless,
)
from pacte.kernel.french import fold_text, pluralise
from pacte.web import form_fields as fields
from pacte.web.page import FormPage
from pacte.web.pages.disputes.dispute_page import DisputePage, DisputesPage

_CHOOSE = ("", "Choisissez")


class OpenDisputeForm(fields.ChoicesForm):
    subject = fields.text_field(
        "Quel chiffre diffère ?", help_text="Par exemple « Entrées en formation 2020 dans le Cher »."
    )
    first = forms.ChoiceField(label="Un organisme", choices=[_CHOOSE])
    second = forms.ChoiceField(label="L’autre organisme", choices=[_CHOOSE])
    first_on = fields.day_field("Période, du")
    last_on = fields.day_field("Période, au")
    territory = fields.text_field("Territoire", required=False, help_text="Vide : toute la région.")
    unit = fields.text_field("Unité", 120, required=False, help_text="entrées, places, €…")
    indicator_code = forms.SlugField(label="Code de l’indicateur", required=False, max_length=80)
    due_on = fields.day_field("À trancher avant le")


class OpenDisputePage(DisputesPage, FormPage):
    """Raises ``NotFound`` for who reads no dispute, ``PermissionDenied`` for who may not open one."""

    form_class = OpenDisputeForm
    title, submit_label = "Quels chiffres se contredisent ?", "Ouvrir le désaccord"
    intro = "Les deux chiffres restent affichés jusqu’à ce que l’arbitre tranche."
    crumb, back = "Ouvrir", "disputes:list"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(may(self.actor, "indicators.see_disputes", self.host_id))
        deny_unless(
            can_open_any_dispute(self.actor, self.host_id),
            "dispute_right",
            "Votre fonction ne permet pas d’ouvrir un désaccord.",
        )

    def form_arguments(self) -> dict[str, Any]:
        names = sorted(organisation_names(on=today()).items(), key=lambda each: fold_text(each[1]))
        bodies = [(str(key), name) for key, name in names]
        return {"choices": {"first": bodies, "second": bodies}}

    def save(self, data: dict[str, Any]) -> str:
        bodies, host = (int(data.pop("first")), int(data.pop("second"))), organisation_by_id(self.host_id)
        if host is None:
            raise NotFound
        dispute = open_dispute(actor=self.actor, host=host, data=DisputeInput(bodies=bodies, **data))
        return f"Le désaccord {dispute.number} est ouvert : chaque organisme y dit son chiffre et ce qu’il compte."


class DisputeFormPage(DisputePage, FormPage):
    """An act on the dispute of the URL. Raises ``Conflict`` once it is settled."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.note = self.dispute.subject
        if self.dispute.settled_on is not None:
            raise Conflict("dispute_settled", "Ce désaccord est tranché.", "Son issue est gardée telle quelle.")

    @property
    def back_url(self) -> str:
        return self.dispute_url("dispute")


class DisputeSidePage(DisputeFormPage):
    """What one of the two organisations says. Raises ``NotFound`` for another, ``PermissionDenied`` for its readers."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        body, dispute = kwargs["body"], self.dispute
        organisation = ensure_found(organisation_by_id(body) if body in dispute.body_ids else None)
        deny_unless(
            can_give_side(self.actor, dispute.organisation_id, body, tuple(dispute.body_ids)),
            "side_right",
            "Vous ne parlez que pour votre organisme.",
            hint="Demandez au pilote du pacte.",
        )
        self.organisation = organisation

    def side(self) -> DisputeSideDetails:
        sides = dispute_details(actor=self.actor, dispute=self.dispute).sides
        return next(each for each in sides if each.body_id == self.organisation.pk)


class DisputeSideForm(forms.Form):
    value = fields.FrenchDecimalField(label="Votre chiffre")
    known_on = fields.day_field("Connu le", initial=today, help_text="Le jour où ce chiffre a été tiré.")
    source = fields.text_field("Source", 300, help_text="L’outil ou le fichier d’où il vient.")
    counted = fields.paragraph_field(
        "Que comptez-vous ?", help_text="Une entrée, une personne, une place…, en une phrase."
    )
    territory_rule = forms.ChoiceField(
        label="Où comptez-vous ?",
        choices=[(rule.value, label.capitalize()) for rule, label in TERRITORY_LABELS.items()],
        widget=forms.RadioSelect,
    )
    funders = fields.paragraph_field("Quels financeurs ?", required=False, help_text="Vide : tous.")
    date_rule = fields.text_field("Quelle date compte ?", 300, help_text="Première présence, début prévu, saisie…")
    status_rule = fields.paragraph_field(
        "Quels statuts ?", required=False, help_text="Abandons, annulations, sans entrée…"
    )


def _side_arguments(page: DisputeSidePage) -> dict[str, Any]:
    known = page.side().side
    if known is None:
        return {}
    initial = {name: getattr(known, name) for name in DisputeSideForm.base_fields}
    return {"initial": initial | {"value": fields.decimal_input_text(known.value)}}


@DisputeSidePage.view(
    form_class=DisputeSideForm,
    title=lambda page: f"Que compte {page.side().name} ?",
    submit_label="Garder ce chiffre",
    intro="Un chiffre sans définition ne se compare pas. Ceux d’avant restent.",
    crumb="Chiffre",
    form_arguments=_side_arguments,
)
def side_page(page: DisputeSidePage, data: dict[str, Any]) -> str:
    side = DisputeSideInput(territory_rule=TerritoryRule(data.pop("territory_rule")), **data)
    record_dispute_side(actor=page.actor, dispute=page.dispute, body=page.organisation, data=side)
    return f"Le chiffre de {page.side().name} est gardé, avec ce qu’il compte."


class DisputeListForm(forms.Form):
    file = forms.FileField(
        label="Votre liste",
        help_text="csv, xlsx ou ods. Première colonne : une clé sans nom (numéro de parcours ou de session). "
        "Les autres colonnes sont comparées.",
        widget=forms.FileInput({"accept": ".csv,.xlsx,.ods,.txt"}),
    )


@DisputeSidePage.view(
    form_class=DisputeListForm,
    title="Quelles lignes comptez-vous ?",
    submit_label="Déposer la liste",
    intro="Quand les deux listes sont là, elles se comparent clé par clé. Aucun nom n’y est accepté.",
    crumb="Liste",
)
def keys_page(page: DisputeSidePage, data: dict[str, Any]) -> str:
    with read_rows(data["file"].file) as uploaded_rows:
        rows = list(islice(uploaded_rows.rows, MAX_RECORDS + 1))
        if len(rows) > MAX_RECORDS:
            raise ValidationError("file", f"La liste dépasse {MAX_RECORDS} lignes.", hint="Coupez-la par période.")
        records = parse_dispute_records(uploaded_rows.headings, rows)
    count = record_dispute_list(actor=page.actor, dispute=page.dispute, body=page.organisation, records=records)
    return f"{pluralise(count, 'ligne')} à comparer. La liste sera effacée le jour de la décision."


class ArbiterForm(fields.ChoicesForm):
    person = forms.ChoiceField(
        label="Qui tranche ?", help_text="Personne n’arbitre le chiffre de son organisme.", choices=[_CHOOSE]
    )
    due_on = fields.day_field("Avant le")


class ArbiterPage(DisputeFormPage):
    form_class = ArbiterForm
    title, submit_label, crumb = "Qui tranche ce désaccord ?", "Désigner", "Arbitre"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        deny_unless(
            may(self.actor, "indicators.settle", self.dispute.organisation_id),
            "arbiter_right",
            "Le pilote du pacte ou l’analyste désigne l’arbitre.",
        )
        people = assignable_people(actor=self.actor, host_id=self.dispute.organisation_id, on=today())
        self.people = {str(person.pk): person for person in people}

    def form_arguments(self) -> dict[str, Any]:
        return {
            "choices": {"person": [(key, str(person)) for key, person in self.people.items()]},
            "initial": {"person": str(self.dispute.arbiter_id or ""), "due_on": self.dispute.due_on},
        }

    def save(self, data: dict[str, Any]) -> str:
        person = self.people[data["person"]]
        appoint_arbiter(
            actor=self.actor,
            dispute=self.dispute,
            person_id=person.pk,
            name=str(person),
            organisation_id=organisation_by_host(person_id=person.pk).get(self.dispute.organisation_id, 0),
            due_on=data["due_on"],
        )
        return f"{person} arbitre ce désaccord."


class SettleDisputeForm(forms.Form):
    outcome = forms.ChoiceField(
        label="Quel chiffre est retenu ?",
        choices=[(each.value, word.capitalize()) for each, word in DISPUTE_OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
    )
    value = fields.FrenchDecimalField(
        label="Chiffre retenu", required=False, help_text="S’il n’est ni l’un ni l’autre."
    )
    reason = fields.reason_field("Pourquoi ?")
    decision = fields.text_field("Décision", required=False, help_text="Comité et numéro, s’il en a décidé.")


class SettleDisputePage(DisputeFormPage):
    """For the arbiter only. Raises ``PermissionDenied``."""

    form_class = SettleDisputeForm
    title, submit_label, crumb, danger = "Quel chiffre est retenu ?", "Trancher", "Trancher", True
    intro = "Cela ne se défait pas. Les listes comparées sont effacées ; ce qu’elles comptaient reste."

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if self.dispute.arbiter_id is None or self.actor.person_id != self.dispute.arbiter_id:
            raise PermissionDenied(
                "not_arbiter",
                "Seul l’arbitre tranche ce désaccord.",
                hint="Le pilote du pacte ou l’analyste le désigne.",
            )

    def save(self, data: dict[str, Any]) -> str:
        outcome = DisputeOutcome(data.pop("outcome"))
        settle_dispute(actor=self.actor, dispute=self.dispute, outcome=outcome, **data)
        return "Le désaccord est tranché. Son issue est gardée, et les deux chiffres avec elle."
