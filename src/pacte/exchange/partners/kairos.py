"""Kairos, following the only interface of Pôle emploi ever described publicly (« Zéro saisie », about 2020).

Names and three codes come from that documentation, which omits the address, the entries and the exits. PFR is
documented without its label: it is sent when a person on the waiting list gets a decision, and never read alone.
"""

from __future__ import annotations

from datetime import date

from pacte.exchange.partner_mapping import (
    USE_PIVOT_NAME,
    Certainty,
    InboundExample,
    InboundFields,
    OutboundExample,
    OutboundField,
    PartnerMapping,
)
from pacte.exchange.pivot import Beneficiary, Dossier, Event, Message, PivotAction, PivotProvider
from pacte.interop.records import ActStatus, OrientationAct, PersonInput, PivotEventKind, SessionInput

_API = "documentation publique de l’API « Zéro saisie » de Pôle emploi (emploi-store-dev.fr, vers 2020)"
_DATETIME_FORMAT = "%Y-%m-%d %H:%M:%S"


def _documented(field: str, name: str, *, required: bool = True, date_format: str = "%Y-%m-%d") -> OutboundField:
    return OutboundField(field, name, Certainty.SEEN, _API, required, date_format)


def _to_complete(field: str) -> OutboundField:
    return OutboundField(field, USE_PIVOT_NAME, Certainty.TO_COMPLETE, "aucun service d’entrée ni de sortie n’a été vu")


PARTNER = PartnerMapping(
    code="kairos",
    label="Kairos",
    what="Décisions après information collective et inscriptions ; prescriptions reçues (action 38).",
    source=f"En partie : {_API}. Entrées, sorties et liste complète des statuts : à compléter sous convention.",
    valid_from=date(2020, 1, 1),
    events=frozenset({PivotEventKind.DECISION, PivotEventKind.ENTRY, PivotEventKind.EXIT, PivotEventKind.CANCELLATION}),
    outbound_fields=(
        _documented("organisme.siret", "siretOrganismeFormation", required=False),
        _documented("dates.prevue_debut", "dateDebutPlanFormation", date_format=_DATETIME_FORMAT),
        _documented("dates.prevue_fin", "dateFinPlanFormation", date_format=_DATETIME_FORMAT),
        _documented("evenement.decision", "codeStatutInscription"),
        _documented("action.numero_formation", "numeroFormation"),
        _documented("action.numero_action", "numeroAction"),
        _documented("action.numero_session", "numeroSession"),
        _documented("action.heures_total", "nbHeureTotalFormation"),
        _documented("beneficiaire.numero_demandeur", "idRegionalDE"),
        _to_complete("evenement.nature"),
        _to_complete("evenement.date"),
        _to_complete("evenement.remplace"),
        _to_complete("dates.entree"),
        _to_complete("dates.sortie"),
        _to_complete("resultat.motif_sortie"),
    ),
    decisions={
        ActStatus.KEPT: "ICR",
        ActStatus.ABSENT: "ICA",
        ActStatus.NOT_KEPT: "ICN",
        ActStatus.ENROLLED: "PFR",
    },
    inbound_fields=InboundFields(
        statuses={
            "ICR": ActStatus.KEPT,
            "ICA": ActStatus.ABSENT,
            "ICN": ActStatus.NOT_KEPT,
            "PFR": None,
            "positionne": ActStatus.POSITIONED,
            "convoque_ic": ActStatus.SUMMONED,
        },
        certainty=Certainty.SEEN,
        source=f"codes : {_API} ; « positionne » et « convoque_ic » : mots du pivot, à compléter sous convention",
        status="codeStatutInscription",
        on="date",
        person="idRegionalDE",
        training="numeroFormation",
        action="numeroAction",
        session="numeroSession",
    ),
    outbound_examples=(
        OutboundExample(
            Message(
                "24:exemple:1", 1,
                Dossier(
                    "d-1",
                    beneficiary=Beneficiary(job_seeker_number="0676932W"),
                    provider=PivotProvider("21180033900012"),
                    action=PivotAction("20_1262663", "20_1330305", "1330305", hours_total=400),
                    planned_start=date(2021, 1, 11), planned_end=date(2021, 6, 11),
                ),
                Event(PivotEventKind.DECISION, date(2021, 1, 4), decision=ActStatus.KEPT),
            ),
            {
                "siretOrganismeFormation": "21180033900012",
                "dateDebutPlanFormation": "2021-01-11 00:00:00",
                "dateFinPlanFormation": "2021-06-11 00:00:00",
                "codeStatutInscription": "ICR",
                "numeroFormation": "20_1262663",
                "numeroAction": "20_1330305",
                "numeroSession": "1330305",
                "nbHeureTotalFormation": 400,
                "idRegionalDE": "0676932W",
                "evenement.nature": "DECISION",
                "evenement.date": "2021-01-04",
            },
        ),
    ),
    inbound_examples=(
        InboundExample(
            {
                "codeStatutInscription": "ICA", "date": "2021-01-04", "idRegionalDE": "0676932W",
                "numeroFormation": "20_1262663", "numeroAction": "20_1330305", "numeroSession": "1330305",
            },
            OrientationAct(
                PersonInput("0676932W"), SessionInput("1330305", "20_1330305", "20_1262663"), ActStatus.ABSENT,
                date(2021, 1, 4),
            ),
        ),
        InboundExample({"codeStatutInscription": "PFR", "idRegionalDE": "0676932W"}, refusal="status_unclear"),
        InboundExample({"codeStatutInscription": "XYZ", "idRegionalDE": "0676932W"}, refusal="status_unknown"),
        InboundExample({"codeStatutInscription": "ICR", "date": "04/01/2021", "idRegionalDE": "1"}, refusal="date"),
        InboundExample({"codeStatutInscription": "ICR", "date": "2021-01-04"}, refusal="person_missing"),
    ),
)  # fmt: skip
