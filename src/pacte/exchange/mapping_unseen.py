"""Mapping of a prescription tool without public interface: pivot names only, all to be completed.

Its data are assumed to be those of the similar tool Kairos (same offer, same meetings).
"""

from __future__ import annotations

from datetime import date

from pacte.exchange.mapping import PIVOT, Certainty, Mapping, Read, Received, Sent, Written
from pacte.exchange.pivot import Action, Beneficiary, Dossier, Event, Message
from pacte.interop.records import ActStatus, OrientationAct, PersonInput, PivotEventKind, SessionInput

_CHOICE = "choix de ce projet, par analogie avec les champs connus de Kairos ; rien de public"
_FIELDS = (
    "dossier.numero", "evenement.nature", "evenement.date", "evenement.decision", "evenement.remplace",
    "beneficiaire.numero_demandeur", "organisme.siret", "action.numero_formation", "action.numero_action",
    "action.numero_session", "action.intitule", "dates.prevue_debut", "dates.prevue_fin", "dates.entree",
    "dates.sortie", "resultat.statut", "resultat.motif_sortie",
)  # fmt: skip

_WRITTEN = (
    Written(
        Message(
            "24:exemple:1", 1,
            Dossier(
                "d-1",
                beneficiary=Beneficiary(job_seeker_number="ML-18-0042"),
                action=Action("24_118402", "24_1530117", "24_407731", "Soudage"),
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
_READ = (
    Read(
        {
            "statut": "positionne", "date": "2020-12-01", "personne": "ML-18-0042", "nom": "Exemple",
            "prenom": "Camille", "numero_session": "24_407731",
        },
        OrientationAct(
            PersonInput("ML-18-0042", "Camille", "Exemple"), SessionInput("24_407731"), ActStatus.POSITIONED,
            date(2020, 12, 1),
        ),
    ),
    Read({"statut": "ICR", "personne": "ML-18-0042"}, refusal="status_unknown"),
    Read({"statut": "positionne", "personne": ["?"]}, refusal="shape"),
)  # fmt: skip


def unseen_tool(*, code: str, label: str, source: str, valid_from: date) -> Mapping:
    """Returns the mapping of such a tool. ``source``: what was searched for without success."""
    return Mapping(
        code=code,
        label=label,
        what="Suites données aux prescriptions ; prescriptions reçues (action 38).",
        source=source,
        valid_from=valid_from,
        events=frozenset(
            {PivotEventKind.DECISION, PivotEventKind.ENTRY, PivotEventKind.EXIT, PivotEventKind.CANCELLATION}
        ),
        sent=tuple(Sent(name, PIVOT, Certainty.TO_COMPLETE, _CHOICE) for name in _FIELDS),
        received=Received(
            statuses={status.value: status for status in ActStatus}, certainty=Certainty.TO_COMPLETE, source=_CHOICE
        ),
        written=_WRITTEN,
        read=_READ,
    )
