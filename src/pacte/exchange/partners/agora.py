"""AGORA, the hub of training dossiers (Caisse des Dépôts for DGEFP). No public data dictionary: all to be completed.

Public facts: articles L. 6353-10 and R. 6323-13 and following of the Code du travail, décret 2017-772; categories of
data (holder with national number, action, entry, interruptions, exits); connection by web service, under convention.
"""

from __future__ import annotations

from datetime import date

from pacte.exchange.partner_mapping import USE_PIVOT_NAME, Certainty, OutboundExample, OutboundField, PartnerMapping
from pacte.exchange.pivot import Beneficiary, Dossier, Event, Funding, Message, PivotAction, PivotProvider
from pacte.interop.records import PivotEventKind

_CATEGORIES = "catégories de données : art. L. 6353-10 du Code du travail, décret 2017-772 ; noms non publiés"
_CHOICE = "choix de ce projet, rien de public"


def _to_complete(name: str, source: str = _CATEGORIES, *, required: bool = False) -> OutboundField:
    return OutboundField(name, USE_PIVOT_NAME, Certainty.TO_COMPLETE, source, required)


PARTNER = PartnerMapping(
    code="agora",
    label="AGORA",
    what="Dossiers de formation : création, entrée, interruption, sortie, résultat (action 37).",
    source="Aucune spécification publique. Le format sera celui de la convention avec la Caisse des Dépôts.",
    valid_from=date(2019, 1, 1),
    events=frozenset(PivotEventKind) - {PivotEventKind.DECISION},
    outbound_fields=(
        _to_complete("dossier.numero", _CHOICE, required=True),
        _to_complete("dossier.numero_agora", _CHOICE),
        _to_complete("evenement.nature", _CHOICE, required=True),
        _to_complete("evenement.date", _CHOICE, required=True),
        _to_complete("evenement.remplace", _CHOICE),
        _to_complete("beneficiaire.nir13", "numéro à 13 caractères : décret 2019-341, pour les financeurs habilités"),
        _to_complete("beneficiaire.nom_naissance", required=True),
        _to_complete("beneficiaire.prenoms", required=True),
        _to_complete("beneficiaire.date_naissance", "demandée aux stagiaires d’un OPCO pour AGORA"),
        _to_complete("beneficiaire.sexe"),
        _to_complete("beneficiaire.commune_naissance"),
        _to_complete("beneficiaire.niveau"),
        _to_complete("beneficiaire.statut_entree"),
        _to_complete("organisme.siret", required=True),
        _to_complete("organisme.nda"),
        _to_complete("action.numero_formation"),
        _to_complete("action.numero_action"),
        _to_complete("action.numero_session"),
        _to_complete("action.intitule", required=True),
        _to_complete("action.objectif"),
        _to_complete("action.rncp"),
        _to_complete("action.rs"),
        _to_complete("action.certifinfo"),
        _to_complete("action.formacode"),
        _to_complete("action.heures_centre"),
        _to_complete("action.heures_entreprise"),
        _to_complete("action.modalite"),
        _to_complete("financement.code"),
        _to_complete("financement.dispositif"),
        _to_complete("financement.montant_centimes"),
        _to_complete("dates.prevue_debut", required=True),
        _to_complete("dates.prevue_fin", required=True),
        _to_complete("dates.entree"),
        _to_complete("dates.sortie"),
        _to_complete("resultat.statut"),
        _to_complete("resultat.motif_sortie"),
        _to_complete("resultat.heures_realisees"),
        _to_complete("resultat.certification"),
        _to_complete("resultat.date_certification"),
    ),
    outbound_examples=(
        OutboundExample(
            Message(
                "24:exemple:1", 1,
                Dossier(
                    "0b8f9a52-0000-4000-8000-000000000001",
                    beneficiary=Beneficiary(birth_name="EXEMPLE", first_names="Camille", sex="F", level=3),
                    provider=PivotProvider("21180033900012", "24180012345"),
                    action=PivotAction("24_118402", "24_1530117", "24_407731", "Soudage", rncp="RNCP34157"),
                    funding=Funding(2, "Programme régional de formation"),
                    planned_start=date(2021, 1, 11), planned_end=date(2021, 6, 11), entered_on=date(2021, 1, 11),
                    status="entre",
                ),
                Event(PivotEventKind.ENTRY, date(2021, 1, 11)),
            ),
            {
                "dossier.numero": "0b8f9a52-0000-4000-8000-000000000001",
                "evenement.nature": "ENTREE",
                "evenement.date": "2021-01-11",
                "beneficiaire.nom_naissance": "EXEMPLE",
                "beneficiaire.prenoms": "Camille",
                "beneficiaire.sexe": "F",
                "beneficiaire.niveau": 3,
                "organisme.siret": "21180033900012",
                "organisme.nda": "24180012345",
                "action.numero_formation": "24_118402",
                "action.numero_action": "24_1530117",
                "action.numero_session": "24_407731",
                "action.intitule": "Soudage",
                "action.rncp": "RNCP34157",
                "financement.code": 2,
                "financement.dispositif": "Programme régional de formation",
                "dates.prevue_debut": "2021-01-11",
                "dates.prevue_fin": "2021-06-11",
                "dates.entree": "2021-01-11",
                "resultat.statut": "entre",
            },
        ),
        # Unknown values are left out, never written as zero or as an empty text.
        OutboundExample(
            Message("24:exemple:2", 2, Dossier("d-2"), Event(PivotEventKind.CANCELLATION, date(2021, 2, 1))),
            {"dossier.numero": "d-2", "evenement.nature": "ANNULATION", "evenement.date": "2021-02-01"},
        ),
    ),
)  # fmt: skip
