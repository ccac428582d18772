"""Trainings taught by the invented providers: titles (ours), ROME V3 occupations, NSF groups, Formacodes. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TrainingFamily:
    """``nature`` is that of ``offer``; ``level`` the LHÉO code of the target level; hours are per trainee.

    ``competences`` are the sentences « à la fin, vous saurez ».
    """

    key: str
    title: str
    nature: str
    rome: str
    nsf: str
    formacode: str
    level: int
    hours_centre: int
    hours_company: int
    weight: int
    in_shortage: bool = False
    competences: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """« qualifying », « preparatory » or « basic »: determines the outcomes after training."""
        if self.nature == "certifying":
            return "qualifying"
        return "preparatory" if self.nature in ("remobilisation", "prequalifying") else "basic"


QUALIFYING = (
    TrainingFamily(
        "soudure",
        "Soudeur assembleur industriel",
        "certifying",
        "H2913",
        "254",
        "23026",
        13,
        560,
        140,
        7,
        True,
        competences=(
            "lire un plan d’ensemble mécano-soudé",
            "assembler et souder à plat avec un poste semi-automatique",
            "souder à l’électrode et au TIG",
            "contrôler une soudure et la reprendre",
        ),
    ),
    TrainingFamily("usinage", "Opérateur en usinage", "certifying", "H2903", "251", "23073", 13, 580, 140, 3, True),
    TrainingFamily(
        "maintenance",
        "Technicien de maintenance industrielle",
        "certifying",
        "I1309",
        "250",
        "31624",
        14,
        680,
        210,
        3,
        True,
    ),
    TrainingFamily(
        "cariste",
        "Cariste d’entrepôt",
        "certifying",
        "N1101",
        "311",
        "31754",
        13,
        245,
        70,
        6,
        competences=(
            "conduire un chariot en sécurité",
            "charger et décharger un véhicule",
            "ranger et retrouver une palette",
        ),
    ),
    TrainingFamily("magasin", "Préparateur de commandes", "certifying", "N1103", "311", "31845", 13, 280, 105, 6),
    TrainingFamily(
        "routier", "Conducteur du transport routier", "certifying", "N4101", "311", "31815", 13, 315, 70, 7, True
    ),
    TrainingFamily("car", "Conducteur de car", "certifying", "N4103", "311", "31801", 13, 315, 70, 3),
    TrainingFamily(
        "domicile",
        "Assistant de vie aux familles",
        "certifying",
        "K1302",
        "330",
        "44028",
        13,
        420,
        140,
        10,
        True,
        competences=(
            "aider une personne à se lever, se laver, s’habiller",
            "entretenir un logement",
            "préparer un repas adapté",
            "travailler chez un particulier en sécurité",
        ),
    ),
    TrainingFamily(
        "soignant", "Aide-soignant, parcours complet", "certifying", "J1501", "331", "43436", 14, 630, 490, 6, True
    ),
    TrainingFamily(
        "petite-enfance", "Accompagnant éducatif petite enfance", "certifying", "K1303", "332", "44041", 13, 420, 350, 4
    ),
    TrainingFamily(
        "proprete",
        "Agent de propreté et d’hygiène",
        "certifying",
        "K2204",
        "343",
        "42093",
        13,
        300,
        105,
        5,
        competences=(
            "nettoyer et désinfecter des locaux",
            "choisir un produit et doser",
            "organiser une tournée de nettoyage",
        ),
    ),
    TrainingFamily("cuisine", "Cuisinier", "certifying", "G1602", "221", "42752", 13, 525, 140, 4, True),
    TrainingFamily("service", "Serveur en restauration", "certifying", "G1803", "334", "42757", 13, 420, 140, 3),
    TrainingFamily("macon", "Maçon", "certifying", "F1703", "232", "22334", 13, 560, 140, 3),
    TrainingFamily(
        "electricien", "Électricien d’équipement du bâtiment", "certifying", "F1602", "255", "24049", 13, 560, 140, 3
    ),
    TrainingFamily("plombier", "Plombier chauffagiste", "certifying", "F1603", "227", "22685", 13, 560, 140, 2),
    TrainingFamily("secretaire", "Secrétaire assistant", "certifying", "M1607", "324", "35054", 14, 490, 140, 5),
    TrainingFamily("comptable", "Comptable assistant", "certifying", "M1203", "314", "32663", 14, 560, 140, 3),
    TrainingFamily("vente", "Employé commercial en magasin", "certifying", "D1507", "312", "34502", 13, 385, 140, 6),
    TrainingFamily("espaces-verts", "Ouvrier du paysage", "certifying", "A1203", "214", "21046", 13, 490, 140, 3),
    TrainingFamily(
        "securite", "Agent de prévention et de sécurité", "certifying", "K2503", "344", "42801", 13, 175, 35, 4
    ),
    TrainingFamily(
        "informatique",
        "Technicien d’assistance en informatique",
        "certifying",
        "I1401",
        "326",
        "31088",
        14,
        560,
        140,
        3,
    ),
)
BASIC = (
    TrainingFamily(
        "socle",
        "Compétences de base, à mon rythme",
        "basic_skills",
        "",
        "100",
        "15040",
        0,
        150,
        0,
        24,
        competences=(
            "vous exprimer à l’oral dans une situation de travail",
            "lire et remplir les documents courants",
            "calculer, mesurer, vérifier un résultat",
            "vous repérer dans le temps et dans l’espace",
        ),
    ),
    TrainingFamily(
        "lire-ecrire",
        "Mieux lire et écrire au quotidien",
        "literacy",
        "",
        "100",
        "15041",
        0,
        180,
        0,
        14,
        competences=("lire un planning, une consigne, un courrier", "écrire un message court", "remplir un formulaire"),
    ),
    TrainingFamily(
        "fle",
        "Français pour travailler",
        "literacy",
        "",
        "136",
        "15235",
        0,
        240,
        0,
        18,
        competences=(
            "comprendre une consigne de travail",
            "parler de votre métier",
            "téléphoner pour prévenir d’un retard",
        ),
    ),
    TrainingFamily(
        "numerique",
        "Premiers pas numériques",
        "basic_skills",
        "",
        "100",
        "15050",
        0,
        70,
        0,
        16,
        competences=(
            "vous servir d’un téléphone et d’un ordinateur",
            "envoyer un courriel avec une pièce jointe",
            "faire une démarche en ligne",
        ),
    ),
    TrainingFamily(
        "calcul",
        "Calculer et raisonner",
        "basic_skills",
        "",
        "100",
        "15043",
        0,
        90,
        0,
        8,
        competences=(
            "utiliser les quatre opérations et les pourcentages",
            "mesurer et convertir",
            "lire un tableau et un graphique",
        ),
    ),
    TrainingFamily(
        "projet",
        "Construire son projet professionnel",
        "remobilisation",
        "",
        "413",
        "15062",
        0,
        140,
        70,
        12,
        competences=(
            "décrire ce que vous savez faire",
            "rencontrer des employeurs",
            "choisir un métier et les étapes pour y arriver",
        ),
    ),
    TrainingFamily(
        "prequalif-industrie",
        "Préparer un métier de l’industrie",
        "prequalifying",
        "H2913",
        "200",
        "31624",
        0,
        210,
        70,
        7,
        True,
    ),
    TrainingFamily(
        "prequalif-soin", "Préparer un métier du soin", "prequalifying", "K1302", "330", "43454", 0, 210, 70, 8, True
    ),
    TrainingFamily(
        "prequalif-batiment", "Préparer un métier du bâtiment", "prequalifying", "F1703", "230", "22254", 0, 210, 70, 4
    ),
)
