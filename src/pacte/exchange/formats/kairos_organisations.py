"""Training providers with a Kairos agreement: « | » separator, 12 columns, dates JJ/MM/AAAA.

Layout seen in the test files of a public project (StartupsPoleEmploi/anotea). RGC: responsable de gestion des comptes.
"""

from pacte.exchange.rows.records import ColumnKind, ColumnSpec, RowsFormat

_FRENCH_DATE_FORMATS = ("%d/%m/%Y",)
COLUMNS = (
    ColumnSpec("SIRET", "siret", ColumnKind.SIRET, is_required=True),
    ColumnSpec("LIBELLE", "name", is_required=True),
    ColumnSpec("REGION", "old_region"),
    ColumnSpec("Nouvelle région", "region"),
    ColumnSpec("Nom RGC", "manager_last_name"),
    ColumnSpec("Prénom RGC", "manager_first_name"),
    ColumnSpec("mail RGC", "manager_email", ColumnKind.EMAIL),
    ColumnSpec("Téléphone RGC", "manager_phone"),
    ColumnSpec("ASSEDIC", "office"),
    ColumnSpec("convention", "convention", is_required=True),
    ColumnSpec("date début", "starts_on", ColumnKind.DAY, date_formats=_FRENCH_DATE_FORMATS),
    ColumnSpec("date fin", "ends_on", ColumnKind.DAY, date_formats=_FRENCH_DATE_FORMATS),
)

FORMAT = RowsFormat(
    code="kairos_organisations",
    label="Organismes conventionnés dans Kairos",
    version="12 colonnes",
    standard="https://github.com/StartupsPoleEmploi/anotea",
    extensions=(".csv", ".txt"),
    delimiter="|",
    columns=COLUMNS,
    sample="|".join(column.heading for column in COLUMNS)
    + "\n12345678200010|Organisme exemple|CENTRE|Centre-Val de Loire|Exemple|Camille|camille@exemple.fr|0200000000|"
    "24|01180XX-1|05/09/2017|05/09/2020\n",
    source="kairos",
)
