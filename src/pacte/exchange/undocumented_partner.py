"""Mapping of a prescription tool without public interface: pivot names only, all to be completed.

Its data are assumed to be those of the similar tool Kairos (same offer, same meetings).
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
from pacte.exchange.pivot import Beneficiary, Dossier, Event, Message, PivotAction
from pacte.interop.records import ActStatus, OrientationAct, PersonInput, PivotEventKind, SessionInput

_OWN_CHOICE = "choix de ce projet, par analogie avec les champs connus de Kairos ; rien de public"
_FIELDS = (
    "dossier.numero", "evenement.nature", "evenement.date", "evenement.decision", "evenement.remplace",
    "beneficiaire.numero_demandeur", "organisme.siret", "action.numero_formation", "action.numero_action",
    "action.numero_session", "action.intitule", "dates.prevue_debut", "dates.prevue_fin", "dates.entree",
    "dates.sortie", "resultat.statut", "resultat.motif_sortie",
)  # fmt: skip

_OUTBOUND_EXAMPLES = (
    OutboundExample(
        Message(
            "24:exemple:1", 1,
            Dossier(
                "d-1",
                beneficiary=Beneficiary(job_seeker_number="ML-18-0042"),
                action=PivotAction("24_118402", "24_1530117", "24_407731", "Soudage"),
                planned_start=date(2021, 1, 11),
            ),
            Event(PivotEventKind.DECISION, date(2021, 1, 4), decision=ActStatus.NOT_KEPT),
        ),
        {
            "dossier.numero": "d-1",
            "evenement.nature": "DECISION",
            "evenement.date": "2021-01-04",
            "evenement.decision": "non_retenu",
            "beneficiaire.numero_demandeur": "ML-18-0042",
            "action.numero_formation": "24_118402",
            "action.numero_action": "24_1530117",
            "action.numero_session": "24_407731",
            "action.intitule": "Soudage",
            "dates.prevue_debut": "2021-01-11",
        },
    ),
)  # fmt: skip
_INBOUND_EXAMPLES = (
    InboundExample(
        {
            "statut": "positionne", "date": "2020-12-01", "personne": "ML-18-0042", "nom": "Exemple",
            "prenom": "Camille", "numero_session": "24_407731",
        },
        OrientationAct(
            PersonInput("ML-18-0042", "Camille", "Exemple"), SessionInput("24_407731"), ActStatus.POSITIONED,
            date(2020, 12, 1),
        ),
    ),
    InboundExample({"statut": "ICR", "personne": "ML-18-0042"}, refusal="status_unknown"),
    InboundExample({"statut": "positionne", "personne": ["?"]}, refusal="shape"),
)  # fmt: skip


def undocumented_partner_mapping(*, code: str, label: str, source: str, valid_from: date) -> PartnerMapping:
    """Returns the mapping of such a tool. ``source``: what was searched for without success."""
    return PartnerMapping(
        code=code,
        label=label,
        what="Suites données aux prescriptions ; prescriptions reçues (action 38).",
        source=source,
        valid_from=valid_from,
        events=frozenset(
            {PivotEventKind.DECISION, PivotEventKind.ENTRY, PivotEventKind.EXIT, PivotEventKind.CANCELLATION}
        ),
        outbound_fields=tuple(
            OutboundField(name, USE_PIVOT_NAME, Certainty.TO_COMPLETE, _OWN_CHOICE) for name in _FIELDS
        ),
        inbound_fields=InboundFields(
            statuses={status.value: status for status in ActStatus}, certainty=Certainty.TO_COMPLETE, source=_OWN_CHOICE
        ),
        outbound_examples=_OUTBOUND_EXAMPLES,
        inbound_examples=_INBOUND_EXAMPLES,
    )
