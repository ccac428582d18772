"""Trainees exported by Pôle emploi: « | » separator, 38 columns (39 with the former OPCA), « NULL » for empty.

Layout seen in the test files of a public project (StartupsPoleEmploi/anotea). The dates are those of the training plan:
neither the day of enrolment nor the actual entry is given.
"""

from __future__ import annotations

from pacte.exchange.rows.records import ColumnKind, ColumnSpec, ParsedRow, RowsFormat
from pacte.interop.records import ActStatus, OrientationAct, PersonInput, SessionInput
from pacte.kernel.defects import CellReference, Defect

_TIMESTAMP_FORMATS = ("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
# Schemes seen; « CR » is the Region.
_SCHEMES = frozenset(
    {"41C", "41N", "AFC", "AFPR", "AGEFIPH", "AIF", "Autres_AFC", "AUTRES", "BEN", "CR", "ETAT", "FOAD", "OPCA",
     "POEC_OPCA", "POEI_MONO"}
)  # fmt: skip
_EXTRA_HEADINGS = ("dc_formacode_secondaire1_id", "dc_formacode_secondaire2_id", "dc_formacode_secondaire3_id",
          "dc_formacode_secondaire4_id", "dn_certifinfo_1_id", "dn_certifinfo_2_id", "dn_certifinfo_3_id",
          "dn_certifinfo_4_id", "dn_certifinfo_5_id")  # fmt: skip


def _column(
    heading: str, kind: ColumnKind = ColumnKind.TEXT, *, required: bool = False, personal: bool = False
) -> ColumnSpec:
    return ColumnSpec(heading, heading, kind, required, is_personal=personal)


COLUMNS = (
    _column("c_nomcorrespondance", required=True, personal=True),
    _column("c_prenomcorrespondance", required=True, personal=True),
    _column("c_adresseemail", ColumnKind.EMAIL, personal=True),
    _column("c_telephone1", personal=True),
    _column("c_telephone2", personal=True),
    _column("c_validitemail_id"),
    _column("dn_individu_national", personal=True),
    _column("dn_session_id"),
    _column("c_individulocal", required=True, personal=True),
    _column("dc_formation_id"),
    _column("dc_lblformation"),
    ColumnSpec(
        "dd_datedebutplanformation",
        "dd_datedebutplanformation",
        ColumnKind.DAY,
        is_required=True,
        date_formats=_TIMESTAMP_FORMATS,
    ),
    ColumnSpec("dd_datefinplanformation", "dd_datefinplanformation", ColumnKind.DAY, date_formats=_TIMESTAMP_FORMATS),
    _column("dc_organisme_id"),
    _column("dc_cp_lieuformation", ColumnKind.POSTCODE),
    _column("dc_insee_lieuformation"),
    _column("dc_ville_lieuformation"),
    _column("dc_formacode_ppal_id"),
    *(_column(heading) for heading in _EXTRA_HEADINGS),
    _column("dc_siret", ColumnKind.SIRET),
    _column("dc_lblorganisme"),
    _column("dc_raisonsociale"),
    _column("departement"),
    _column("dc_numeroicsession", required=True),
    _column("dc_numeroicaction"),
    _column("liste_financeur"),
    ColumnSpec("c_dispositifformation", "c_dispositifformation", codes=_SCHEMES),
    ColumnSpec("dc_cofinanceuropca", "dc_cofinanceuropca", is_absent_allowed=True),
    _column("dc_siretorganismeformateur", ColumnKind.SIRET),
    _column("dc_lblorganismeorganismeformateur"),
    _column("dc_raisonsocialeorganismeformateur"),
)


def parse_pe_enrolment(row: ParsedRow) -> OrientationAct | Defect:
    """Reads an enrolment. Its day is not given: it is at the latest the start of the plan."""
    starts, ends = row.day("dd_datedebutplanformation"), row.day("dd_datefinplanformation")
    assert starts is not None
    if ends is not None and ends < starts:
        return Defect(
            "dates", "La fin du plan précède son début.", CellReference("", row.row, "dd_datefinplanformation")
        )
    return OrientationAct(
        person=PersonInput(
            row.text("c_individulocal"), row.text("c_prenomcorrespondance").title(),
            row.text("c_nomcorrespondance").title(), row.text("c_adresseemail"), row.text("c_telephone1"),
        ),
        session=SessionInput(
            row.text("dc_numeroicsession"), row.text("dc_numeroicaction"), row.text("dc_formation_id"), starts
        ),
        status=ActStatus.ENROLLED,
        on=starts,
        is_day_supposed=True,
    )  # fmt: skip


_SAMPLE = {
    "c_nomcorrespondance": "EXEMPLE", "c_prenomcorrespondance": "CAMILLE", "c_adresseemail": "camille@exemple.fr",
    "c_individulocal": "0676932W", "dc_formation_id": "24_118402", "dc_lblformation": "Soudage",
    "dd_datedebutplanformation": "2021-01-11 00:00:00.0", "dd_datefinplanformation": "2021-06-11 00:00:00.0",
    "dc_cp_lieuformation": "18100", "dc_siret": "12345678200010", "departement": "18",
    "dc_numeroicsession": "24_407731", "dc_numeroicaction": "24_1530117", "liste_financeur": "2",
    "c_dispositifformation": "CR", "dc_siretorganismeformateur": "NULL",
}  # fmt: skip

FORMAT = RowsFormat(
    code="trainees_pe",
    label="Stagiaires, extraction Pôle emploi",
    version="38 colonnes",
    standard="https://github.com/StartupsPoleEmploi/anotea",
    extensions=(".csv", ".txt"),
    delimiter="|",
    columns=COLUMNS,
    sample="\n".join(
        (
            "|".join(column.heading for column in COLUMNS if not column.is_absent_allowed),
            "|".join(_SAMPLE.get(column.field, "") for column in COLUMNS if not column.is_absent_allowed),
        )
    ) + "\n",
    act=parse_pe_enrolment,
    source="pole-emploi",
    empty=frozenset({"", "NULL"}),
)  # fmt: skip
