"""Layout of the plan workbook: names and headings of its sheets, shared by the writer and the reader.

The first sheet is the operational table, laid out as the original: row 1 is the title, rows 2 and 3 the headings, data
start at row 4. The others have what its cells cannot show: « Notes » (doubts), « Chiffres » (figures), « Montants »
(amounts by action, if any), « Compléments » (one fact per row: key of each row, publics, staff...). On each of them
row 1 is a title, row 2 the headings, data start at row 3.

Columns of « Compléments »: Objet, Clé, N° d'action, Champ, Valeur, Précision 1 to 3. Its rows, in this order:

    plan        (plan code)     code, titre, région, première année, dernière année, titre du document,
                                date de décision, source: the value only
    axe         axis code       libellé; montant imprimé; public (one per row); lignes de la source; and for an
                                axis without rows: intitulé, description, montant (euros)
    objectif    code            libellé: label, axis code, code of the strategic objective; code imprimé
    action      number          titre: title, short title; état: word, reason, since (« 2021-01-01 »);
                                filiation: word, number of the origin, code of its plan (one per row)
    ligne       row key         place: row of the table (number); nature de ligne; objectif stratégique;
                                objectif opérationnel; intitulé court; intitulé imprimé;
                                chef de projet: organisation, service, role, note (one lead per row);
                                chef de projet imprimé; moyens humains: organisation, text, full-time
                                equivalents; nature de la dépense: nature, period;
                                calendrier: marks as printed, placement, number of flags, note;
                                croix: period, mark (one per row); action liée; public; secteur; partenaire;
                                lignes de la source

When a cell of the table was changed and contradicts « Compléments », the table wins.
"""

from __future__ import annotations

from typing import Final

TABLE: Final = "Plan opérationnel"
NOTES: Final = "Notes"
FIGURES: Final = "Chiffres"
AMOUNTS: Final = "Montants"
DETAILS: Final = "Compléments"

FIRST_TABLE_ROW: Final = 4
FIRST_DATA_ROW: Final = 3

SCHEDULE_HEADING: Final = "Temporalité de mise en œuvre"
TABLE_COLUMNS: Final = (
    ("Fiche", 7),
    ("Axe et montants financiers alloués", 34),
    ("Objectif stratégique", 32),
    ("Objectif opérationnel", 40),
    ("N° d'action", 9),
    ("Projets / actions", 58),
    ("Chef de projet", 22),
    ("[Résultats attendus / cible]", 34),
    ("Priorité", 9),
    ("Commentaires", 36),
    ("Nature", 22),
)
NOTE_COLUMNS: Final = (
    ("Objet", 10),
    ("Clé", 10),
    ("N° d'action", 11),
    ("Intitulé court", 40),
    ("Champ", 22),
    ("Raison", 95),
    ("Lignes de la source", 20),
)
FIGURE_COLUMNS: Final = (
    ("Clé", 8),
    ("N° d'action", 11),
    ("Ce qui est compté", 44),
    ("Nature", 17),
    ("Valeur", 10),
    ("Minimum", 10),
    ("Maximum", 10),
    ("Unité", 20),
    ("Par", 14),
    ("Échéance", 18),
    ("Certitude", 12),
    ("Doute", 44),
    ("Texte de la source", 44),
    ("Indicateur", 32),
    ("Origine", 11),
)
AMOUNT_COLUMNS: Final = (("N° d'action", 11), ("Intitulé court", 50))
DETAIL_COLUMNS: Final = (
    ("Objet", 10),
    ("Clé", 12),
    ("N° d'action", 11),
    ("Champ", 24),
    ("Valeur", 70),
    ("Précision 1", 36),
    ("Précision 2", 16),
    ("Précision 3", 50),
)

SURE, UNSURE = "certaine", "incertaine"
FROM_SOURCE, PROPOSED = "source", "proposé"
