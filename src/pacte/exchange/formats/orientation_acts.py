"""Orientation acts exported by a network from its own tool: one row per act, columns named by the network.

No layout of Kairos, Ouiform or i-Milo for acts is public: these columns are ours, and each network maps its own
headings to them once.
"""

from __future__ import annotations

import re

from pacte.exchange.rows.records import ColumnKind, ColumnSpec, ParsedRow, RowsFormat
from pacte.interop.records import ACT_LABELS, ActStatus, OrientationAct, PersonInput, SessionInput
from pacte.kernel.defects import CellReference, Defect
from pacte.kernel.french import fold_text

_DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M:%S", "%d-%m-%Y")
COLUMNS = (
    ColumnSpec("Numéro de la personne", "person", is_required=True, is_personal=True),
    ColumnSpec("Nom", "last_name", is_absent_allowed=True, is_personal=True),
    ColumnSpec("Prénom", "first_name", is_absent_allowed=True, is_personal=True),
    ColumnSpec("Courriel", "email", ColumnKind.EMAIL, is_absent_allowed=True, is_personal=True),
    ColumnSpec("Téléphone", "phone", is_absent_allowed=True, is_personal=True),
    ColumnSpec("Numéro de session", "session", is_required=True),
    ColumnSpec("Numéro d’action", "action", is_absent_allowed=True),
    ColumnSpec("Numéro de formation", "training", is_absent_allowed=True),
    ColumnSpec("Statut", "status", is_required=True),
    ColumnSpec("Date", "on", ColumnKind.DAY, is_required=True, date_formats=_DATE_FORMATS),
    ColumnSpec("Numéro de dossier", "dossier", is_absent_allowed=True),
)
# Codes seen in public files, and the words of the pivot format. PFR was seen without its meaning, so it is left out.
STATUSES: dict[str, ActStatus] = {status.value: status for status in ActStatus} | {
    "ICR": ActStatus.KEPT, "ICA": ActStatus.ABSENT, "ICN": ActStatus.NOT_KEPT,
}  # fmt: skip
_SHORT_WORD = 3


def _spelling(word: str) -> str:
    """The word whatever its capitals, accents, gender and number: « Terminées », « termine » give the same."""
    words = re.split(r"[^a-z0-9]+", fold_text(word))
    return " ".join(each.rstrip("s").rstrip("e") if len(each) > _SHORT_WORD else each for each in words if each)


_BY_SPELLING: dict[str, ActStatus] = {
    **{_spelling(label): status for status, label in ACT_LABELS.items()},
    **{_spelling(word): status for word, status in STATUSES.items()},
}


def act_status(word: str) -> ActStatus | None:
    """The status that a word of a file says, None when it is unknown: « Abandon », « ABANDONS », « Terminée »."""
    return STATUSES.get(word) or _BY_SPELLING.get(_spelling(word))


def parse_orientation_act(row: ParsedRow) -> OrientationAct | Defect:
    status = act_status(row.text("status"))
    on = row.day("on")
    assert on is not None
    if status is None:
        word = row.text("status")[:40]
        message = f"Le statut « {word} » n’est pas connu : dites ce qu’il veut dire en déposant le fichier."
        return Defect("status_unknown", message, CellReference("", row.row, "Statut"))
    return OrientationAct(
        person=PersonInput(
            row.text("person"), row.text("first_name"), row.text("last_name"), row.text("email"), row.text("phone")
        ),
        session=SessionInput(row.text("session"), row.text("action"), row.text("training")),
        status=status,
        on=on,
        dossier=row.text("dossier"),
    )


FORMAT = RowsFormat(
    code="orientation_acts",
    label="Actes d’orientation d’un réseau",
    version="1",
    standard="colonnes de ce projet : aucune n’est publique",
    extensions=(".csv", ".txt", ".xlsx", ".ods"),
    delimiter=";",
    columns=COLUMNS,
    sample=";".join(column.heading for column in COLUMNS)
    + "\nML-18-0042;Exemple;Camille;;;24_407731;;;positionne;01/12/2020;\n",
    act=parse_orientation_act,
    source="reseau",
)
