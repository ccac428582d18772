"""Words used by plans as column headings. Adding words here makes another region's table readable.

Words are compared without accents, plurals, stop words and punctuation, then by similarity (``heading_matching``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ColumnWords:
    label: str
    words: tuple[str, ...]


FIELDS: dict[str, ColumnWords] = {
    "row_key": ColumnWords(
        "identifiant de la ligne", ("ligne id", "id ligne", "identifiant", "clé", "ligne", "repère")
    ),
    "row_kind": ColumnWords("type de ligne", ("type ligne", "type de ligne", "nature de ligne")),
    "number": ColumnWords(
        "numéro d'action",
        (
            "n° d'action",
            "numéro action",
            "numéro de l'action",
            "n°",
            "numéro",
            "num",
            "n° fiche action",
            "n° projet",
            "référence de l'action",
            "code action",
            "réf action",
            "numéro de fiche",
            "n° fiche",
            "code fiche",
            "code de la fiche action",
            "n° d'ordre",
            "n° mesure",
        ),
    ),
    "axis": ColumnWords(
        "axe",
        (
            "axe et montants financiers alloués",
            "axe",
            "axe stratégique",
            "axe du pacte",
            "axe et montant",
            "pilier",
            "volet",
            "orientation",
            "défi",
            "axe d'intervention",
            "axe et enveloppe",
            "chantier",
            "numéro axe",
            "n° axe",
            "code axe",
        ),
    ),
    "axis_title": ColumnWords(
        "intitulé de l'axe",
        (
            "axe intitulé",
            "intitulé de l'axe",
            "libellé de l'axe",
            "titre de l'axe",
            "nom de l'axe",
        ),
    ),
    "axis_amount": ColumnWords(
        "montant de l'axe",
        (
            "axe montant",
            "axe montant meur",
            "axe montant keur",
            "axe montant eur",
            "montant de l'axe",
            "enveloppe de l'axe",
            "budget de l'axe",
            "montant alloué à l'axe",
        ),
    ),
    "axis_share": ColumnWords("part de l'axe", ("axe part", "part de l'axe", "part de l'enveloppe", "axe part pct")),
    "strategic": ColumnWords(
        "objectif stratégique",
        (
            "objectif stratégique",
            "os",
            "objectif général",
            "orientation stratégique",
            "enjeu",
            "objectif",
        ),
    ),
    "strategic_code": ColumnWords(
        "code de l'objectif stratégique",
        (
            "objectif stratégique code",
            "code objectif stratégique",
            "code os",
            "n° objectif stratégique",
        ),
    ),
    "operational": ColumnWords(
        "objectif opérationnel",
        (
            "objectif opérationnel",
            "oo",
            "objectif spécifique",
            "sous objectif",
            "mesure",
        ),
    ),
    "operational_code": ColumnWords(
        "code de l'objectif opérationnel",
        (
            "objectif opérationnel code",
            "code objectif opérationnel",
            "code oo",
            "n° objectif opérationnel",
        ),
    ),
    "title": ColumnWords(
        "intitulé de l'action",
        (
            "projets / actions",
            "projet action",
            "action",
            "projet",
            "intitulé de l'action",
            "intitulé",
            "libellé",
            "libellé de l'action",
            "titre",
            "titre de l'action",
            "nom de l'action",
            "intitulé du projet",
            "nom du projet",
            "désignation",
            "action prévue",
            "action à mener",
            "intitulé de la fiche",
        ),
    ),
    "short_title": ColumnWords("intitulé court", ("intitulé court", "titre court", "nom court")),
    "description": ColumnWords(
        "description",
        (
            "description",
            "descriptif",
            "contenu",
            "détail",
            "description de l'action",
            "contenu de l'action",
            "descriptif de l'action",
            "modalités de mise en œuvre",
            "description du projet",
        ),
    ),
    "leads": ColumnWords(
        "chef de projet",
        (
            "chef de projet",
            "porteur",
            "pilote",
            "responsable",
            "chef de file",
            "maître d'ouvrage",
            "porteur de l'action",
            "pilote de l'action",
            "structure porteuse",
            "organisme porteur",
            "référent",
            "pilotage",
            "porteur de projet",
        ),
    ),
    "expected_result": ColumnWords(
        "résultats attendus",
        (
            "résultats attendus / cible",
            "résultats attendus",
            "effets attendus",
            "livrables",
            "impacts attendus",
            "résultats",
            "résultats visés",
        ),
    ),
    "figures": ColumnWords(
        "cibles chiffrées",
        (
            "cibles chiffrées",
            "cible",
            "objectif chiffré",
            "objectifs quantitatifs",
            "indicateurs et cibles",
            "valeur cible",
            "indicateur",
            "cible chiffrée",
            "cible à atteindre",
        ),
    ),
    "priority": ColumnWords("priorité", ("priorité", "niveau de priorité", "degré de priorité", "urgence")),
    "comment": ColumnWords("commentaires", ("commentaires", "observations", "remarques", "précisions", "notes")),
    "expenses": ColumnWords(
        "nature de la dépense",
        (
            "nature",
            "nature de la dépense",
            "type de dépense",
            "poste de dépense",
            "nature de dépenses",
        ),
    ),
    "staff": ColumnWords("moyens humains", ("moyens humains", "ressources humaines", "ETP", "besoins RH")),
    "schedule_printed": ColumnWords("croix telles qu'imprimées", ("temporalité source", "calendrier source")),
    "schedule_placement": ColumnWords("certitude du calendrier", ("temporalité placement", "placement des croix")),
    "period_text": ColumnWords(
        "période",
        (
            "période",
            "calendrier",
            "échéancier",
            "période de réalisation",
            "temporalité",
            "dates",
            "durée",
        ),
    ),
    "first_year": ColumnWords("année de début", ("début", "date de début", "année de début", "démarrage", "lancement")),
    "last_year": ColumnWords("année de fin", ("fin", "date de fin", "année de fin", "échéance", "achèvement")),
    "linked_numbers": ColumnWords(
        "actions liées", ("actions liées", "actions associées", "lien avec d'autres actions")
    ),
    "publics": ColumnWords("publics", ("publics", "public cible", "public visé", "bénéficiaires", "publics concernés")),
    "sectors": ColumnWords("secteurs", ("secteurs", "secteurs d'activité", "filières", "domaines")),
    "territories": ColumnWords(
        "territoires", ("territoires", "territoire", "zone géographique", "bassins", "périmètre géographique", "lieux")
    ),
    "partners": ColumnWords(
        "partenaires",
        (
            "partenaires systèmes",
            "partenaires",
            "partenariats",
            "acteurs associés",
            "partenaires associés",
            "partenaires et dispositifs",
        ),
    ),
    "source_lines": ColumnWords(
        "lignes de la source", ("lignes source", "lignes de la source", "lignes de source.txt")
    ),
    "to_check": ColumnWords("à vérifier", ("à vérifier", "à confirmer")),
    "action_state": ColumnWords("état de l'action (colonne sans usage)", ("action état",)),
    "action_lineage": ColumnWords("filiation (colonne sans usage)", ("action filiation",)),
    "sheet_number": ColumnWords("fiche (colonne sans usage)", ("fiche",)),
}
