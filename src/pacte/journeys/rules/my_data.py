"""What is known of a person, told to them by table: what it is, for what, who reads it, how long it is kept. Pure.

A table that is not named here is told all the same, with the general words: nothing that references a person is left
out of what they receive.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_UNTIL_PURGE = "deux ans après votre dernière nouvelle, puis effacé"
_TEAM = "votre conseiller et l’organisme qui vous forme"
_NO_NAME = "votre conseiller, l’organisme qui vous forme ; la Région, sans votre nom"


@dataclass(frozen=True, slots=True)
class DataWords:
    label: str
    purpose: str
    readers: str
    kept: str = _UNTIL_PURGE


OTHER = DataWords("Autre information de votre parcours", "suivre votre parcours", _TEAM)
WORDS: Mapping[str, DataWords] = {
    "journeys_learner": DataWords("Votre profil", "proposer des formations qui conviennent", _NO_NAME),
    "journeys_learnercontact": DataWords("Vos coordonnées", "vous joindre", _TEAM),
    "journeys_referent": DataWords("Qui vous accompagne", "savoir qui doit vous répondre", _NO_NAME),
    "journeys_barrier": DataWords("Vos contraintes", "adapter les propositions", "votre conseiller seul"),
    "journeys_sensitivefact": DataWords(
        "Vos informations protégées", "ouvrir un droit ou adapter la formation, avec votre accord",
        "votre conseiller seul ; chaque lecture est notée", "un an après leur dernier usage",
    ),
    "journeys_sensitiveread": DataWords(
        "Qui a lu vos informations protégées", "que vous puissiez le vérifier", "vous, et le contrôle de la Région",
        "un an",
    ),
    "journeys_notebookline": DataWords("Le carnet partagé", "suivre votre parcours avec vous", _TEAM),
    "journeys_journey": DataWords("Vos parcours", "suivre votre parcours, compter sans nom", _NO_NAME),
    "journeys_step": DataWords("Les étapes de vos parcours", "suivre votre parcours, compter sans nom", _NO_NAME),
    "journeys_seat": DataWords("Vos places", "ne jamais donner deux fois une place", _NO_NAME),
    "journeys_attendanceweek": DataWords("Vos présences", "payer l’organisme aux heures réalisées", _NO_NAME),
    "journeys_invitation": DataWords("Vos invitations", "vous proposer un rendez-vous", _TEAM),
    "journeys_learnerlink": DataWords("Vos liens personnels", "vous ouvrir ces pages", "personne : la machine seule"),
    "journeys_learnerletter": DataWords("Les courriels envoyés", "vous écrire une seule fois", _TEAM),
    "journeys_learnerrequest": DataWords("Vos demandes", "vous répondre", "votre conseiller"),
    "journeys_situationask": DataWords("Questions après la formation", "savoir ce qui mène à un emploi", _NO_NAME),
    "journeys_due": DataWords("Ce qui vous est dû", "que personne ne soit oublié", _NO_NAME),
    "journeys_outgoing": DataWords("Ce qui part vers les partenaires", "ne rien faire saisir deux fois", _NO_NAME),
    "journal_entry": DataWords(
        "Les actes sur votre dossier", "savoir qui a fait quoi", "votre conseiller et le contrôle de la Région",
        "six mois au moins",
    ),
}  # fmt: skip

FIELDS: Mapping[str, str] = {
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
    "opened_on": "ouvert le", "state": "état", "state_on": "depuis le", "awaits": "en attente de",
    "awaited_on": "attendu le", "entered_on": "entrée le", "ended_on": "fin le", "end_kind": "sorte de fin",
    "end_reason": "raison de la fin", "minutes_realised": "minutes réalisées", "happened_on": "arrivé le",
    "source": "saisi par", "origin": "venu de", "detail": "précisions", "corrects_id": "corrige le numéro",
    "is_withdrawn": "retiré", "rank": "rang", "taken_on": "prise le", "released_on": "libérée le",
    "monday": "semaine du", "marks": "demi-journées", "minutes": "minutes", "journey": "parcours",
    "sent_by": "envoyée par", "chosen": "choisi", "mode": "façon", "sent_at": "envoyée le",
    "expires_on": "réponse avant le", "chosen_at": "choisi le", "refusal": "ce qui ne va pas",
    "refusal_note": "votre mot", "outcome": "suite", "outcome_at": "suite le", "reminded_at": "rappel le",
    "meetings": "créneaux proposés", "invitation": "invitation", "made_by": "fait par", "expires_at": "fin le",
    "revoked_at": "fermé le", "last_used_at": "dernier usage le", "recent_uses": "usages récents",
    "recent_since": "depuis", "tries": "essais", "error": "erreur", "made_at": "demandé le",
    "settled_at": "répondu le", "answer": "réponse", "months": "mois après la fin", "asked_at": "demandé le",
    "answered_at": "répondu le", "closed_at": "clos le", "what": "quoi", "doer": "qui", "due_on": "pour le",
    "settled_on": "fait le", "settled_how": "comment", "step": "étape", "act": "acte", "subject_label": "sujet",
    "reason": "motif",
}  # fmt: skip
