"""The sheets of the workbook of a plan: their names and headings, shared by the writer and the reader.

The first sheet is the operational table, laid out as the original: line 1 is the title, lines 2 and 3 the
headings, data start at line 4. The others say what its cells cannot: « Notes » (doubts), « Chiffres » (figures),
« Montants » (money by action, when there is some), « Compléments » (one piece of information a line: key of each
row, publics, staff...). On each of them line 1 is a title, line 2 the headings, data start at line 3.

« Compléments » holds: Objet, Clé, N° d'action, Champ, Valeur, Précision 1 to 3. Its lines, in this order:

    plan        (plan code)     code, titre, région, première année, dernière année, titre du document,
                                date de décision, source: the value alone
    axe         axis code       libellé; montant imprimé; public (one a line); lignes de la source; and for an
                                axis that no row shows: intitulé, description, montant (euros)
    objectif    code            libellé: label, axis code, code of the strategic objective; code imprimé
    action      number          titre: title, short title; état: word, reason, since (« 2021-01-01 »);
                                filiation: word, number of the origin, code of its plan (one a line)
    ligne       row key         place: line of the table (number); nature de ligne; objectif stratégique;
                                objectif opérationnel; intitulé court; intitulé imprimé;
                                chef de projet: organisation, service, role, note (one lead a line);
                                chef de projet imprimé; moyens humains: organisation, text, full-time
                                equivalents; nature de la dépense: nature, period;
                                calendrier: marks as printed, placement, number of flags, note;
                                croix: period, mark (one a line); action liée; public; secteur; partenaire;
                                lignes de la source

Where a cell of the table was changed and no longer says what « Compléments » says, the table wins.
"""

from __future__ import annotations

from typing import Final

TABLE: Final = "Plan opérationnel"
NOTES: Final = "Notes"
FIGURES: Final = "Chiffres"
AMOUNTS: Final = "Montants"
DETAILS: Final = "Compléments"

FIRST_TABLE_LINE: Final = 4
FIRST_LINE: Final = 3

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
