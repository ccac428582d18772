"""Training providers with a Kairos agreement: « | » separator, 12 columns, dates JJ/MM/AAAA.

Layout seen in the test files of a public project (StartupsPoleEmploi/anotea). RGC: responsable de gestion des comptes.
"""

from __future__ import annotations

from pacte.exchange.rows.records import Column, Kind, RowsFormat

_FRENCH = ("%d/%m/%Y",)
COLUMNS = (
    Column("SIRET", "siret", Kind.SIRET, is_required=True),
    Column("LIBELLE", "name", is_required=True),
    Column("REGION", "old_region"),
    Column("Nouvelle région", "region"),
    Column("Nom RGC", "manager_last_name"),
    Column("Prénom RGC", "manager_first_name"),
    Column("mail RGC", "manager_email", Kind.EMAIL),
    Column("Téléphone RGC", "manager_phone"),
    Column("ASSEDIC", "office"),
    Column("convention", "convention", is_required=True),
    Column("date début", "starts_on", Kind.DAY, shapes=_FRENCH),
    Column("date fin", "ends_on", Kind.DAY, shapes=_FRENCH),
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
