"""The people met by a winner: the form that counts them, and its totals, for the Region and for the winner alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.procedures.queries.outreach import CaseOutreach
from pacte.procedures.records.outreach import OUTREACH_PLACE_LABELS, OutreachInput, OutreachPlace, OutreachTotal
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.outreach import outreach_communes
from pacte.procedures.services.outreach import record_outreach
from pacte.reference.queries import communes_by_code
from pacte.web.form_fields import ChoicesForm, day_field, enum_field
from pacte.web.tables import Column, Table, number_column

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.procedures.models import Case, OutreachRound

_MOST_CORRECTED = 50
OUTREACH_NOTE = "Un nombre, jamais un nom : rien de ce qui est écrit ici ne dit qui a été rencontré."


class OutreachForm(ChoicesForm):
    """One round, or its correction."""

    on = day_field("Jour", initial=today)
    commune = forms.ChoiceField(label="Commune", choices=())
    place = enum_field("Lieu", OUTREACH_PLACE_LABELS)
    people = forms.IntegerField(label="Personnes rencontrées", min_value=1)
    first_time = forms.IntegerField(label="dont pour la première fois", min_value=0)
    corrects = forms.ChoiceField(
        label="C’est la correction de", required=False, choices=[("", "aucun : un nouveau passage")]
    )
    is_mistake = forms.BooleanField(label="Ce passage a été compté par erreur : le retirer", required=False)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("is_mistake") and not data.get("corrects"):
            self.add_error("corrects", "Choisissez le passage à retirer.")
        return data


def outreach_form_arguments(case: Case, outreach: CaseOutreach) -> dict[str, Any]:
    """Choices of the form: the communes of the winner, and its last rounds."""
    codes = outreach_communes(procedure_edition(case.procedure_code, case.edition), case.values)
    names = communes_by_code(set(codes))
    rounds = outreach.rounds[:_MOST_CORRECTED]
    return {
        "choices": {
            "commune": [(code, names[code].name if code in names else code) for code in codes],
            "corrects": [(str(each.pk), _round_label(each)) for each in rounds],
        }
    }


def save_outreach(actor: Actor, case: Case, data: Mapping[str, Any]) -> str:
    """Returns what is said after it. Raises as ``record_outreach``."""
    outreach = OutreachInput(data["on"], data["commune"], data["place"], data["people"], data["first_time"])
    corrects = int(data["corrects"]) if data["corrects"] else None
    record_outreach(
        actor=actor, case=case, outreach=None if data["is_mistake"] else outreach, corrects_id=corrects
    )  # fmt: skip
    if data["is_mistake"]:
        return "Le passage est retiré : il ne compte plus."
    return "Le passage est corrigé." if corrects else "Les contacts sont comptés."


def outreach_values(outreach: CaseOutreach | None) -> dict[str, Any] | None:
    """Values of the section « Contacts anonymes »; None for a case that is not a winner's."""
    if outreach is None:
        return None
    return {
        "answer": _answer(outreach),
        "tables": (
            _table(outreach.by_commune, "Commune", "par-commune", "Personnes rencontrées, par commune"),
            _table(outreach.by_month, "Mois", "par-mois", "Personnes rencontrées, par mois"),
        )
        if outreach.rounds
        else (),
    }


def _answer(outreach: CaseOutreach) -> str:
    if not outreach.rounds:
        return "Aucun contact n’est encore compté."
    rounds = pluralise(len(outreach.rounds), "passage")
    people = pluralise(outreach.people, "personne rencontrée", "personnes rencontrées")
    return f"{people} en {rounds}, dont {outreach.first_time} pour la première fois."


def _round_label(each: OutreachRound) -> str:
    people = pluralise(each.people, "personne")
    return f"{format_day(each.happened_on)}, {OUTREACH_PLACE_LABELS[OutreachPlace(each.place)]}, {people}"


def _table(rows: Sequence[OutreachTotal], label: str, identifier: str, caption: str) -> Table[OutreachTotal]:
    return Table(
        rows,
        Column(label, lambda each: each.label),
        number_column("Passages", lambda each: str(each.rounds)),
        number_column("Personnes", lambda each: str(each.people)),
        number_column("Première fois", lambda each: str(each.first_time)),
        id=f"contacts-{identifier}",
        caption=caption,
    )
