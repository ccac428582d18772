"""Words used by plans as column headings. Adding words here makes another region's table readable.

Words are compared without accents, plurals, stop words and punctuation, then by similarity (``heading_matching``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldWords:
    label: str
    words: tuple[str, ...]


FIELDS: dict[str, FieldWords] = {
    "row_key": FieldWords("identifiant de la ligne", ("ligne id", "id ligne", "identifiant", "clé", "ligne", "repère")),
    "row_kind": FieldWords("type de ligne", ("type ligne", "type de ligne", "nature de ligne")),
    "number": FieldWords(
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
    "axis": FieldWords(
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
    "axis_title": FieldWords(
        "intitulé de l'axe",
        (
            "axe intitulé",
            "intitulé de l'axe",
            "libellé de l'axe",
            "titre de l'axe",
            "nom de l'axe",
        ),
    ),
    "axis_amount": FieldWords(
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
    "axis_share": FieldWords("part de l'axe", ("axe part", "part de l'axe", "part de l'enveloppe", "axe part pct")),
    "strategic": FieldWords(
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
    "strategic_code": FieldWords(
        "code de l'objectif stratégique",
        (
            "objectif stratégique code",
            "code objectif stratégique",
            "code os",
            "n° objectif stratégique",
        ),
    ),
    "operational": FieldWords(
        "objectif opérationnel",
        (
            "objectif opérationnel",
            "oo",
            "objectif spécifique",
            "sous objectif",
            "mesure",
        ),
    ),
    "operational_code": FieldWords(
        "code de l'objectif opérationnel",
        (
            "objectif opérationnel code",
            "code objectif opérationnel",
            "code oo",
            "n° objectif opérationnel",
        ),
    ),
    "title": FieldWords(
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
    "short_title": FieldWords("intitulé court", ("intitulé court", "titre court", "nom court")),
    "description": FieldWords(
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
    "leads": FieldWords(
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
    "expected_result": FieldWords(
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
    "figures": FieldWords(
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
    "priority": FieldWords("priorité", ("priorité", "niveau de priorité", "degré de priorité", "urgence")),
    "comment": FieldWords("commentaires", ("commentaires", "observations", "remarques", "précisions", "notes")),
    "expenses": FieldWords(
        "nature de la dépense",
        (
            "nature",
            "nature de la dépense",
            "type de dépense",
            "poste de dépense",
            "nature de dépenses",
        ),
    ),
    "staff": FieldWords("moyens humains", ("moyens humains", "ressources humaines", "ETP", "besoins RH")),
    "schedule_printed": FieldWords("croix telles qu'imprimées", ("temporalité source", "calendrier source")),
    "schedule_placement": FieldWords("certitude du calendrier", ("temporalité placement", "placement des croix")),
    "period_text": FieldWords(
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
    "first_year": FieldWords("année de début", ("début", "date de début", "année de début", "démarrage", "lancement")),
    "last_year": FieldWords("année de fin", ("fin", "date de fin", "année de fin", "échéance", "achèvement")),
    "linked_numbers": FieldWords("actions liées", ("actions liées", "actions associées", "lien avec d'autres actions")),
    "publics": FieldWords("publics", ("publics", "public cible", "public visé", "bénéficiaires", "publics concernés")),
    "sectors": FieldWords("secteurs", ("secteurs", "secteurs d'activité", "filières", "domaines")),
    "territories": FieldWords(
        "territoires", ("territoires", "territoire", "zone géographique", "bassins", "périmètre géographique", "lieux")
    ),
    "partners": FieldWords(
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
    "source_lines": FieldWords("lignes de la source", ("lignes source", "lignes de la source", "lignes de source.txt")),
    "to_check": FieldWords("à vérifier", ("à vérifier", "à confirmer")),
    "action_state": FieldWords("état de l'action (colonne sans usage)", ("action état",)),
    "action_lineage": FieldWords("filiation (colonne sans usage)", ("action filiation",)),
    "sheet_number": FieldWords("fiche (colonne sans usage)", ("fiche",)),
}
