"""Orientation acts exported by a network from its own tool: one row per act, columns named by the network.

No layout of Kairos, Ouiform or i-Milo for acts is public: these columns are ours, and each network maps its own
headings to them once.
"""

from __future__ import annotations

from pacte.exchange.rows.records import ColumnKind, ColumnSpec, ParsedRow, RowDefect, RowsFormat
from pacte.interop.records import ActStatus, OrientationAct, PersonInput, SessionInput

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


def parse_orientation_act(row: ParsedRow) -> OrientationAct | RowDefect:
    status = STATUSES.get(row.text("status"))
    on = row.day("on")
    assert on is not None
    if status is None:
        message = f"Le statut « {row.text('status')[:40]} » n’est pas connu : dites ce qu’il veut dire."
        return RowDefect(row.row, "Statut", "status_unknown", message)
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
    extensions=(".csv", ".txt", ".xlsx"),
    delimiter=";",
    columns=COLUMNS,
    sample=";".join(column.heading for column in COLUMNS)
    + "\nML-18-0042;Exemple;Camille;;;24_407731;;;positionne;01/12/2020;\n",
    act=parse_orientation_act,
    source="reseau",
)
