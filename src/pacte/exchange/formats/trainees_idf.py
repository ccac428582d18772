"""Trainees exported by the Région Île-de-France (Dokelio, Safir): « ; » separator, 17 columns, dates JJ/MM/AAAA.

Layout seen in the test files of a public project (StartupsPoleEmploi/anotea). The kind of exit is not given: an exit on
or after the planned day is a completion, an earlier one is an exit of unknown kind.
"""

from __future__ import annotations

from pacte.exchange.rows.records import ColumnKind, ColumnSpec, ParsedRow, RowsFormat
from pacte.interop.records import ActStatus, OrientationAct, PersonInput, SessionInput
from pacte.kernel.defects import CellReference, Defect

_FRENCH_DATE_FORMATS = ("%d/%m/%Y",)
COLUMNS = (
    ColumnSpec("Identifiant Stagiaire", "trainee", is_required=True, is_personal=True),
    ColumnSpec("Identifiant Composante", "component"),
    ColumnSpec("Raison Sociale", "provider_name"),
    ColumnSpec("SIRET", "siret", ColumnKind.SIRET, is_required=True),
    ColumnSpec("Numéro Action", "action", is_required=True),
    ColumnSpec("Libellé Action", "title"),
    ColumnSpec("Individu.Nom", "last_name", is_required=True, is_personal=True),
    ColumnSpec("Prénom", "first_name", is_required=True, is_personal=True),
    ColumnSpec("Tel Portable", "phone", is_personal=True),
    ColumnSpec("Mail", "email", ColumnKind.EMAIL, is_personal=True),
    ColumnSpec("Date Entree", "entered_on", ColumnKind.DAY, is_required=True, date_formats=_FRENCH_DATE_FORMATS),
    ColumnSpec("Date Sortie Prevue", "planned_end", ColumnKind.DAY, date_formats=_FRENCH_DATE_FORMATS),
    ColumnSpec("Date Sortie", "ended_on", ColumnKind.DAY, date_formats=_FRENCH_DATE_FORMATS),
    ColumnSpec("Site.Nom", "site"),
    ColumnSpec("Code Postal", "postcode", ColumnKind.POSTCODE),
    ColumnSpec("Ville", "town"),
    ColumnSpec("Id Session DOKELIO", "session"),
)


def parse_idf_trainee(row: ParsedRow) -> OrientationAct | Defect:
    """Reads an entry, and the exit when there is one."""
    entered, ended, planned = row.day("entered_on"), row.day("ended_on"), row.day("planned_end")
    assert entered is not None
    if ended is not None and ended < entered:
        return Defect("dates", "La sortie précède l’entrée.", CellReference("", row.row, "Date Sortie"))
    person = PersonInput(
        row.text("trainee"), row.text("first_name"), row.text("last_name").title(), row.text("email"),
        row.text("phone"),
    )  # fmt: skip
    session = SessionInput(row.text("session"), row.text("action"), starts_on=entered)
    if ended is None:
        return OrientationAct(person, session, ActStatus.ENTERED, entered)
    to_term = planned is not None and ended >= planned
    status = ActStatus.COMPLETED if to_term else ActStatus.LEFT_UNKNOWN
    return OrientationAct(person, session, status, ended, also_on=((ActStatus.ENTERED, entered),))


FORMAT = RowsFormat(
    code="trainees_idf",
    label="Stagiaires, export de la Région Île-de-France",
    version="17 colonnes",
    standard="https://github.com/StartupsPoleEmploi/anotea",
    extensions=(".csv", ".txt"),
    delimiter=";",
    columns=COLUMNS,
    sample=";".join(column.heading for column in COLUMNS)
    + "\n900001;17392;ORGANISME EXEMPLE;12345678200010;24_1530117;SOUDAGE;EXEMPLE;Camille;06 00 00 00 00;"
    "camille@exemple.fr;11/01/2021;11/06/2021;11/06/2021;SITE EXEMPLE;18100;VIERZON;24_407731\n",
    act=parse_idf_trainee,
    source="dokelio",
)
