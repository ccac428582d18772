"""Explanations of personal data for the learner, table by table: purpose, readers, retention. Pure.

Purposes, readers and periods come from the inventory (docs/data_inventory.toml), field by field; this module only holds
the labels. A table without a label here is exported all the same: nothing is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from pacte.infra.data_inventory import RegisteredModel, load_data_inventory
from pacte.kernel.french import format_day


@dataclass(frozen=True, slots=True)
class PersonalFieldWording:
    """One field, with its own purpose and retention."""

    label: str
    purpose: str
    retention: str


@dataclass(frozen=True, slots=True)
class PersonalDataWording:
    """``fields``: personal fields of the table, most of which have its purpose and retention."""

    label: str
    purpose: str
    readers: str
    retention: str
    fields: tuple[PersonalFieldWording, ...] = ()


_DATED = re.compile(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?([+-]\d\d:\d\d|Z)?)?")
OTHER = "Autre information de votre parcours"
TABLE_LABELS: Mapping[str, str] = {
    "journeys_learner": "Votre profil",
    "journeys_learnercontact": "Vos coordonnées",
    "journeys_referent": "Qui vous accompagne",
    "journeys_plannedhandover": "Qui vous accompagnera bientôt",
    "journeys_barrier": "Vos contraintes",
    "journeys_sensitivefact": "Vos informations protégées",
    "journeys_sensitiveread": "Qui a lu vos informations protégées",
    "journeys_notebookentry": "Le carnet partagé",
    "journeys_notebookreading": "Quand le carnet partagé a été ouvert",
    "journeys_journey": "Vos parcours",
    "journeys_step": "Les étapes de vos parcours",
    "journeys_seat": "Vos places",
    "journeys_attendanceweek": "Vos présences",
    "journeys_invitation": "Vos invitations",
    "journeys_learnerlink": "Vos liens personnels",
    "journeys_learneremail": "Les courriels envoyés",
    "journeys_learnertext": "Les SMS envoyés",
    "journeys_learnerrequest": "Vos demandes",
    "journeys_situationsurvey": "Questions après la formation",
    "journeys_obligation": "Ce qui vous est dû",
    "journeys_postponement": "Quand votre conseiller revient vers vous",
    "journeys_campaigncontact": "Qui est venu vers vous",
    "journeys_countedcontact": "Quand vous comptez parmi les personnes touchées",
    "journeys_trainingreferent": "Qui vous suit dans l’organisme de formation",
    "journeys_threepartyreview": "Vos bilans à trois",
    "journeys_moduleplan": "Les plans de modules composés pour vous",
    "journeys_outboxmessage": "Ce qui part vers les partenaires",
    "audit_auditentry": "Les actes sur votre dossier",
    "journeys_custodydate": "Votre date de sortie",
    "journeys_release": "Votre sortie",
    "journeys_journeyorigin": "Qui vous a amené à votre parcours",
    "journeys_recommendation": "Les formations considérées pour vous",
    "interop_personreference": "Vos numéros dans d’autres outils",
    "interop_dossierreference": "Les numéros de vos dossiers dans d’autres outils",
}


@lru_cache(maxsize=1)
def _inventory_by_table() -> dict[str, RegisteredModel]:
    """The inventory by table."""
    return {each.name.replace(".", "_").lower(): each for each in load_data_inventory()}


def personal_data_wording(table: str) -> PersonalDataWording:
    """The inventory entry of a table. Raises ``KeyError`` for an unknown table: a test detects it."""
    model = _inventory_by_table()[table]
    category = model.category
    return PersonalDataWording(
        label=TABLE_LABELS.get(table, OTHER),
        purpose=category.purpose,
        readers=category.recipients,
        retention=category.retention,
        fields=tuple(PersonalFieldWording(each.label, each.purpose, each.retention) for each in model.personal_fields),
    )


FIELD_LABELS: Mapping[str, str] = {
    "id": "numéro", "key": "clé", "birth_year": "année de naissance", "sex": "sexe", "diploma": "diplôme (1 à 8)",
    "commune_code": "commune (code)", "has_licence": "permis", "has_vehicle": "véhicule", "created_at": "ouvert le",
    "last_seen_on": "dernière nouvelle le", "purge_on": "effacement prévu le", "purged_at": "effacé le",
    "is_synthetic": "données fictives", "opened_by": "ouvert par", "first_name": "prénom", "last_name": "nom",
    "email": "courriel", "phone": "téléphone", "address": "adresse", "preferred": "moyen préféré",
    "partner_number": "numéro chez le partenaire", "body": "organisme", "body_id": "organisme (numéro)",
    "named_by": "nommé par", "valid_from": "depuis le", "valid_until": "jusqu’au", "theme": "thème",
    "constraint": "contrainte", "noted_on": "noté le", "solved_on": "levé le", "noted_by": "noté par",
    "kind": "sorte", "purpose": "pourquoi", "consent_on": "votre accord le", "keep_until": "gardé jusqu’au",
    "recorded_at": "enregistré le", "recorded_by": "enregistré par", "at": "le", "kinds": "informations lues",
    "channel": "par", "phase": "moment", "text": "texte", "follows": "suite de", "plan": "pacte",
    "referrer": "orienté par", "provider_body": "formé par", "session": "session", "goal_rome": "métier visé (ROME)",
    "opened_on": "ouvert le", "state": "état", "state_on": "depuis le", "seat_until": "place tenue jusqu’au",
    "job": "emploi à l’ouverture", "job_until": "jusqu’au",
    "awaited_on": "attendu le", "entered_on": "entrée le", "ended_on": "fin le", "end_kind": "sorte de fin",
    "end_reason": "raison de la fin", "minutes_realised": "minutes réalisées", "happened_on": "arrivé le",
    "source": "saisi par", "origin": "venu de", "detail": "précisions", "corrects_id": "corrige le numéro",
    "is_withdrawn": "retiré", "rank": "rang", "taken_on": "prise le", "released_on": "libérée le",
    "monday": "semaine du", "marks": "demi-journées", "minutes": "minutes", "journey": "parcours",
    "sent_by": "envoyée par", "chosen": "choisi", "mode": "façon", "sent_at": "envoyée le",
    "prepared_at": "préparée le", "unsent_reason": "pourquoi elle n’est pas partie",
    "phone_to_check": "numéro à vérifier",
    "no_texts_on": "plus de SMS depuis le", "parts": "SMS comptés", "cost_cents": "coût en centimes",
    "reference": "référence", "left_at": "remis à la passerelle le", "meeting": "rendez-vous",
    "expires_on": "réponse avant le", "chosen_at": "choisi le", "refusal": "ce qui ne va pas",
    "refusal_note": "votre mot", "outcome": "suite", "outcome_at": "suite le", "reminded_at": "rappel le",
    "meetings": "créneaux proposés", "invitation": "invitation", "made_by": "fait par", "expires_at": "fin le",
    "revoked_at": "fermé le", "last_used_at": "dernier usage le", "tries": "essais", "error": "erreur",
    "made_at": "demandé le",
    "settled_at": "répondu le", "answer": "réponse", "months": "mois après la fin", "asked_at": "demandé le",
    "answered_at": "répondu le", "closed_at": "clos le", "what": "quoi", "doer": "qui", "due_on": "pour le",
    "settled_on": "fait le", "settled_how": "comment", "step": "étape", "act": "acte", "subject_label": "sujet",
    "reason": "motif", "until": "jusqu’au", "campaign": "campagne", "planned_on": "prévu le",
    "reached_on": "vous avez été joint le", "withdrawn_on": "accord retiré le", "contact": "contact",
    "plan_action": "action du plan", "corrects": "corrige", "planned_by": "prévu par",
    "planned_at": "prévu au calendrier le", "held_on": "tenu le", "referent_present": "le référent y était",
    "referent_at": "dit par le référent le", "provider_present": "l’organisme y était",
    "provider_at": "dit par l’organisme le", "person_present": "vous y étiez", "person_at": "dit par vous le",
    "conclusion": "conclusion", "withdrawn_at": "annulé le", "left_on": "sortie le", "is_current": "en vigueur",
    "noted_at": "noté au carnet le",
}  # fmt: skip


def personal_data_text(value: Any) -> str:
    """A value as text for the learner, on the page and on paper."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, dict):
        return ", ".join(f"{name} : {personal_data_text(part)}" for name, part in value.items())
    if isinstance(value, list):
        return " ; ".join(personal_data_text(part) for part in value)
    return _dated(str(value))


def _dated(text: str) -> str:
    """Formats ISO dates and instants as a day: the hour of a row means nothing to the learner."""
    if not _DATED.fullmatch(text):
        return text
    try:
        return format_day(date.fromisoformat(text[:10]))
    except ValueError:
        return text  # Typed by hand: not a valid date.
