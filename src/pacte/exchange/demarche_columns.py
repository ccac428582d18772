"""Columns of the spreadsheet export of « Démarche numérique » (« Démarches simplifiées » before 2025), read only.

One row an application on the first sheet, a column a question under its label; one more sheet for each repeated block,
with « Dossier ID » and « Ligne »; « Etablissements », « Avis ». A csv has the first sheet alone. Documents are a text.
Names: ``spec/services/procedure_export_service_spec.rb`` of demarche-numerique/demarche.numerique.gouv.fr (2026).
"""

from __future__ import annotations

from pacte.exchange.rows.records import ColumnSpec

NUMBER, EMAIL, STATE, SENT = "source_number", "source_email", "source_state", "source_sent_at"
BODY_NAME, LAST_NAME, FIRST_NAME = "source_body", "source_last_name", "source_first_name"
COLUMNS = (
    ColumnSpec("ID", NUMBER, is_required=True, synonyms=("Dossier ID", "Numéro de dossier", "N° dossier")),
    ColumnSpec("Email", EMAIL, is_required=True, is_personal=True, synonyms=("Adresse électronique", "E-mail")),
    ColumnSpec("État du dossier", STATE, synonyms=("Statut",), is_absent_allowed=True),
    ColumnSpec("Déposé le", SENT, is_required=True, synonyms=("Date de dépôt", "En construction le")),
    ColumnSpec("Entreprise raison sociale", BODY_NAME, is_absent_allowed=True, synonyms=("Raison sociale",)),
    ColumnSpec("Nom", LAST_NAME, is_absent_allowed=True, is_personal=True),
    ColumnSpec("Prénom", FIRST_NAME, is_absent_allowed=True, is_personal=True),
)
OWNER_HEADING, LINE_HEADING, SIRET_HEADING = "Dossier ID", "Ligne", "Établissement SIRET"
"""Headings of the other sheets: the application that a row belongs to, and its rank in a repeated block."""
OTHER_HEADINGS = (
    "FranceConnect ?", "Civilité", "Dépôt pour un tiers", "Nom du mandataire", "Prénom du mandataire", "À archiver",
    "Dernière mise à jour le", "Dernière mise à jour du dossier le", "Passé en instruction le", "Traité le",
    "Motivation de la décision", "Instructeurs", "Groupe instructeur", "Date de naissance",
)  # fmt: skip
"""What the tool adds to the questions and is left there; with the columns that it reads of a register of firms."""
REGISTER_PREFIXES = ("établissement", "entreprise", "association")
