"""Fields of the pivot by name, for mappings, completeness and the correction page. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pacte.exchange.pivot.records import Message


@dataclass(frozen=True, slots=True)
class PivotField:
    """``is_personal``: never shown nor edited on the pages of the Region. ``kind``: "text", "whole", "day"."""

    name: str
    label: str
    read: Callable[[Message], object]
    kind: str = "text"
    is_personal: bool = False


def _personal(name: str, label: str, attribute: str, kind: str = "text") -> PivotField:
    return PivotField(
        f"beneficiaire.{name}", label, lambda message: getattr(message.dossier.beneficiary, attribute), kind, True
    )


def _action(name: str, label: str, attribute: str, kind: str = "text") -> PivotField:
    return PivotField(f"action.{name}", label, lambda message: getattr(message.dossier.action, attribute), kind)


def _dossier(name: str, label: str, attribute: str, kind: str = "text") -> PivotField:
    return PivotField(name, label, lambda message: getattr(message.dossier, attribute), kind)


_ALL = (
    _dossier("dossier.numero", "Numéro de dossier du financeur", "number"),
    _dossier("dossier.numero_agora", "Numéro de dossier AGORA", "agora_number"),
    PivotField("evenement.nature", "Événement", lambda message: message.event.kind.value),
    PivotField("evenement.date", "Date de l’événement", lambda message: message.event.on, "day"),
    PivotField("evenement.decision", "Décision d’orientation", lambda message: message.event.decision),
    PivotField("evenement.remplace", "Message remplacé", lambda message: message.event.replaces),
    _personal("nom_naissance", "Nom de naissance", "birth_name"),
    _personal("nom_usage", "Nom d’usage", "usual_name"),
    _personal("prenoms", "Prénoms", "first_names"),
    _personal("date_naissance", "Date de naissance", "born_on", "day"),
    _personal("sexe", "Sexe", "sex"),
    _personal("commune_naissance", "Commune de naissance (code Insee)", "birth_commune"),
    _personal("nir13", "Numéro de sécurité sociale, 13 caractères", "nir13"),
    _personal("numero_demandeur", "Numéro de demandeur d’emploi", "job_seeker_number"),
    _personal("niveau", "Niveau de formation à l’entrée", "level", "whole"),
    _personal("statut_entree", "Statut à l’entrée", "status_on_entry"),
    PivotField("organisme.siret", "SIRET de l’organisme", lambda message: message.dossier.provider.siret),
    PivotField(
        "organisme.nda", "Numéro de déclaration d’activité", lambda message: message.dossier.provider.activity_number
    ),
    _action("numero_formation", "Numéro de formation (InterCarif)", "training_number"),
    _action("numero_action", "Numéro d’action (InterCarif)", "action_number"),
    _action("numero_session", "Numéro de session (InterCarif)", "session_number"),
    _action("intitule", "Intitulé", "title"),
    _action("objectif", "Objectif général (LHÉO)", "objective", "whole"),
    _action("rncp", "Code RNCP", "rncp"),
    _action("rs", "Code RS", "rs"),
    _action("certifinfo", "Code Certif Info", "certifinfo"),
    _action("formacode", "Formacode principal", "formacode"),
    _action("heures_centre", "Heures en centre", "hours_centre", "whole"),
    _action("heures_entreprise", "Heures en entreprise", "hours_company", "whole"),
    _action("heures_total", "Heures en tout", "hours_total", "whole"),
    _action("modalite", "Modalité d’enseignement (LHÉO)", "modality", "whole"),
    PivotField("financement.code", "Financeur (LHÉO)", lambda message: message.dossier.funding.code, "whole"),
    PivotField("financement.dispositif", "Dispositif", lambda message: message.dossier.funding.scheme),
    PivotField(
        "financement.montant_centimes", "Montant, en centimes",
        lambda message: message.dossier.funding.amount_cents, "whole",
    ),
    _dossier("dates.prevue_debut", "Début prévu", "planned_start", "day"),
    _dossier("dates.prevue_fin", "Fin prévue", "planned_end", "day"),
    _dossier("dates.entree", "Entrée effective", "entered_on", "day"),
    _dossier("dates.sortie", "Sortie effective", "ended_on", "day"),
    _dossier("resultat.statut", "Statut du dossier", "status"),
    _dossier("resultat.motif_sortie", "Motif de sortie", "exit_reason"),
    _dossier("resultat.heures_realisees", "Heures réalisées", "hours_realised", "whole"),
    PivotField(
        "resultat.certification", "Résultat à la certification", lambda message: message.dossier.certification.result
    ),
    PivotField(
        "resultat.date_certification", "Date de la certification",
        lambda message: message.dossier.certification.on, "day",
    ),
)  # fmt: skip
PIVOT_FIELDS = {each.name: each for each in _ALL}


def pivot_value(message: Message, name: str) -> object:
    """Returns the value of the field; None and "" mean unknown. Raises ``KeyError`` for an unknown name."""
    return PIVOT_FIELDS[name].read(message)
