"""Data of the sample catalogue: occupations, towns of the region (public names and codes), sentences."""

from __future__ import annotations

from typing import Final, NamedTuple


class SampleOccupation(NamedTuple):
    title: str
    rome: str
    formacode: str
    nsf: str


OCCUPATIONS: Final = (
    SampleOccupation("Titre professionnel plaquiste-plâtrier", "F1604", "22403", "233"),
    SampleOccupation("Soudeur assembleur industriel", "H2913", "23026", "254"),
    SampleOccupation("Agent de fabrication d’ensembles métalliques", "H2902", "23054", "254"),
    SampleOccupation("Aide-soignant", "J1501", "43436", "331"),
    SampleOccupation("Assistant de vie aux familles", "K1302", "44028", "332"),
    SampleOccupation("Cariste d’entrepôt", "N1101", "31768", "311"),
    SampleOccupation("Préparateur de commandes", "N1103", "31734", "311"),
    SampleOccupation("Conducteur routier de marchandises", "N4101", "31802", "311"),
    SampleOccupation("Cuisinier", "G1602", "42752", "221"),
    SampleOccupation("Serveur en restauration", "G1803", "42757", "334"),
    SampleOccupation("Développeur web et web mobile", "M1805", "31088", "326"),
    SampleOccupation("Technicien d’assistance en informatique", "I1401", "31094", "326"),
    SampleOccupation("Secrétaire assistant", "M1607", "35054", "324"),
    SampleOccupation("Agent de propreté et d’hygiène", "K2204", "42093", "343"),
    SampleOccupation("Ouvrier du paysage", "A1203", "21046", "214"),
    SampleOccupation("Électricien d’équipement du bâtiment", "F1602", "24066", "255"),
    SampleOccupation("Maçon", "F1703", "22334", "232"),
    SampleOccupation("Savoirs de base : lire, écrire, compter", "K2111", "15041", "100"),
    SampleOccupation("Français pour l’emploi", "K2111", "15235", "136"),
    SampleOccupation("Conducteur d’installations automatisées", "H2906", "31620", "201"),
)

TOWNS: Final = (
    ("Orléans", "45234", "45000", "47.902964", "1.909251"),
    ("Tours", "37261", "37000", "47.394144", "0.684840"),
    ("Bourges", "18033", "18000", "47.081012", "2.398782"),
    ("Blois", "41018", "41000", "47.586092", "1.335947"),
    ("Chartres", "28085", "28000", "48.443854", "1.489012"),
    ("Châteauroux", "36044", "36000", "46.810288", "1.691320"),
    ("Dreux", "28134", "28100", "48.737000", "1.366000"),
    ("Montargis", "45208", "45200", "47.997000", "2.736000"),
    ("Vierzon", "18279", "18100", "47.222000", "2.069000"),
    ("Veigné", "37266", "37250", "47.286057", "0.737711"),
    ("Gien", "45155", "45500", "47.685000", "2.631000"),
    ("Romorantin-Lanthenay", "41194", "41200", "47.357000", "1.743000"),
)

STREETS: Final = (
    "rue des Ateliers",
    "avenue de la Loire",
    "boulevard des Acacias",
    "rue du Moulin",
    "place du Marché",
    "chemin des Vignes",
    "rue de la Gare",
    "allée des Tilleuls",
)

SENTENCES: Final = (
    "Lire un plan et préparer son poste de travail avant de commencer.",
    "Choisir l’outillage qui convient et vérifier son état à chaque prise de poste.",
    "Appliquer les consignes de sécurité de l’atelier et du chantier.",
    "Rendre compte de son travail, à l’oral puis par écrit, avec les mots du métier.",
    "Organiser sa journée, tenir des délais et prévenir quand un retard se présente.",
    "Travailler avec les autres corps de métier présents sur le même lieu.",
    "Calculer des surfaces, des volumes et des quantités pour préparer une commande.",
    "Se servir d’une tablette pour remplir une fiche, suivre un stock, envoyer une photo.",
    "Accueillir une personne, comprendre sa demande et y répondre avec courtoisie.",
    "Contrôler la qualité de ce que l’on a fait, et corriger sans attendre.",
    "Deux périodes en entreprise permettent d’essayer le métier dans deux lieux différents.",
    "Un bilan avec le formateur, chaque semaine, dit ce qui est acquis et ce qui reste à apprendre.",
    "La formation s’adapte au niveau de chacun après un entretien et des tests de positionnement.",
    "L’examen se prépare par des mises en situation de plus en plus proches du travail réel.",
    "Une aide au permis de conduire peut être demandée à la Région pendant le parcours.",
    "Nettoyer &amp; ranger : la fin de poste compte autant que le début.",
)
