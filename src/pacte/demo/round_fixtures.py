"""Answers of the leads of the real plan in 2020. All invented: no sentence, date or figure has a source."""

from __future__ import annotations

from datetime import date

from pacte.demo.round_fixture_types import ActionYearFixture, MilestoneFixture
from pacte.steering.records import RiskLevel


def _d(month: int, day: int, year: int = 2020) -> date:
    return date(year, month, day)


_CLOSED = "Les centres sont fermés depuis mars, les groupes sont suspendus."
_AGAIN = "Les groupes ont repris en petit nombre."
ACTIONS_1_TO_19 = (
    ActionYearFixture(
        1,
        "BMMB",
        ("Les lots de 2020 sont notifiés.", _CLOSED, _AGAIN, "Les achats de fin d’année sont passés."),
        (
            MilestoneFixture("Lots 2020 notifiés", _d(2, 15), _d(2, 12)),
            MilestoneFixture("Bilan des achats par domaine", _d(10, 30), _d(11, 2)),
            MilestoneFixture("Lots 2021 publiés", _d(12, 15)),
        ),
    ),
    ActionYearFixture(
        2,
        "BMMM",
        (
            "Deux formations sont réécrites.",
            "Les ateliers avec les branches sont reportés.",
            "Quatre formations sur dix sont livrées.",
            "Quatre sur dix ; deux branches tardent.",
        ),
        (
            MilestoneFixture("Quatre référentiels réécrits", _d(6, 30), _d(9, 10)),
            MilestoneFixture(
                "Sept référentiels réécrits",
                _d(11, 15),
                None,
                _d(1, 31, 2021),
                "Deux branches n’ont pas désigné d’expert.",
            ),
            MilestoneFixture("Dix formations rénovées", _d(12, 31, 2021), after="Sept référentiels réécrits"),
        ),
        ("formations certifiantes rénovées", "formations", (2, 2, 4, 4)),
        ("Les branches ne désignent pas leurs experts", RiskLevel.MEDIUM, "Courrier du vice-président aux branches"),
        "Fixer avec les branches une date limite pour désigner leurs experts.",
    ),
    ActionYearFixture(
        3,
        "BMBB",
        (
            "Huit entreprises engagées.",
            "Deux entreprises se retirent.",
            "Trois nouvelles promesses d’embauche.",
            "Les premières embauches sont faites.",
        ),
        value=("promesses d’embauche signées", "promesses", (21, 19, 34, 47)),
    ),
    ActionYearFixture(
        4,
        "MMMB",
        (
            "Le cahier des charges est à relire.",
            "Tout est suspendu.",
            "Le marché est relancé.",
            "Le marché est notifié.",
        ),
        (
            MilestoneFixture(
                "Marché notifié", _d(5, 15), _d(11, 20), _d(11, 30), "Consultation suspendue pendant la fermeture."
            ),
            MilestoneFixture(
                "Premiers entrants", _d(9, 15), None, _d(1, 18, 2021), "Suit la notification.", "Marché notifié"
            ),
        ),
    ),
    ActionYearFixture(
        5,
        "MAMM",
        (
            "Peu d’entreprises volontaires.",
            "Aucune entreprise n’ouvre ses ateliers.",
            "Trois binômes constitués.",
            "Cinq binômes, loin de l’attendu.",
        ),
        value=("binômes en poste", "binômes", (2, 2, 3, 5)),
        risk=("Les ateliers restent fermés aux stagiaires", RiskLevel.HIGH, "Proposer des binômes à mi-temps"),
    ),
    ActionYearFixture(
        6,
        "BMMB",
        ("Un chantier ouvert.", "Chantier arrêté.", "Chantier repris.", "Deux chantiers en cours."),
        value=("chantiers ouverts", "chantiers", (1, 1, 1, 2)),
    ),
    ActionYearFixture(
        7,
        "-MMM",
        (
            "",
            "La note de cadrage est prête.",
            "L’étude attend son attribution.",
            "L’étude est attribuée, la première réunion est en janvier.",
        ),
        (
            MilestoneFixture("Étude attribuée", _d(9, 30), _d(11, 25)),
            MilestoneFixture(
                "Diagnostic remis", _d(12, 10), None, _d(4, 15, 2021), "Attribution tardive.", "Étude attribuée"
            ),
        ),
    ),
    ActionYearFixture(
        8,
        "BMBB",
        (
            "Dix-sept initiatives reçues.",
            "Les salons sont annulés.",
            "Neuf initiatives relancées à distance.",
            "Les bilans arrivent.",
        ),
        value=("initiatives soutenues", "initiatives", (12, 12, 9, 14)),
    ),
    ActionYearFixture(
        9,
        "BAMM",
        (
            "Le container est livré.",
            "Aucune sortie depuis mars.",
            "Quatre dates en septembre.",
            "Les dates de novembre sont annulées.",
        ),
        (
            MilestoneFixture("Container livré", _d(2, 28), _d(2, 20)),
            MilestoneFixture("Vingt étapes faites", _d(11, 30)),
        ),
        ("étapes du container", "étapes", (3, 3, 7, 9)),
    ),
    ActionYearFixture(
        10,
        "MMBB",
        (
            "L’inventaire des fiches est en cours.",
            "L’inventaire est fini.",
            "La maquette est testée.",
            "Le nouveau site ouvre en janvier.",
        ),
        (
            MilestoneFixture("Maquette testée", _d(9, 20), _d(9, 18)),
            MilestoneFixture("Ouverture du nouveau site", _d(1, 15, 2021)),
        ),
    ),
    ActionYearFixture(
        11,
        "M-MA",
        (
            "Cohorte à constituer.",
            "",
            "Douze candidats sur trente.",
            "Onze candidats restent ; le jury de décembre n’est pas fixé.",
        ),
        (
            MilestoneFixture("Cohorte constituée", _d(9, 28)),
            MilestoneFixture("Premier jury", _d(12, 20), after="Cohorte constituée"),
        ),
        ("candidats accompagnés", "candidats", (0, None, 12, 11)),
        ("Les candidats se découragent avant le jury", RiskLevel.HIGH, "Un appel par semaine à chacun"),
        "Accepter une cohorte de quinze, ou repousser le premier jury.",
    ),
    ActionYearFixture(
        12, "BMMM", ("Toutes les places sont prises.", _CLOSED, _AGAIN, "L’attente entre deux étapes s’allonge.")
    ),
    ActionYearFixture(
        13,
        "BMBB",
        ("Six modules ouverts.", _CLOSED, "Quatre modules à distance.", "Neuf modules ouverts."),
        value=("modules ouverts", "modules", (6, 6, 10, 15)),
    ),
    ActionYearFixture(14, "----", ("", "", "", "")),
    ActionYearFixture(
        15,
        "MMBB",
        (
            "Le message est à l’essai.",
            "La campagne est décalée.",
            "La campagne a commencé.",
            "Douze mille jeunes touchés.",
        ),
        value=("jeunes touchés", "jeunes", (0, 0, 5200, 12100)),
    ),
    ActionYearFixture(
        16,
        "BMMB",
        (
            "Cinq lauréats.",
            "Le travail de rue est arrêté.",
            "Les équipes sont revenues.",
            "Trois cent vingt personnes rencontrées.",
        ),
        value=("personnes rencontrées", "personnes", (110, 118, 205, 320)),
    ),
    ActionYearFixture(
        17,
        "AAAA",
        (
            "Rien ne peut avancer sans le niveau national.",
            "Sans réponse.",
            "Sans réponse.",
            "Sans réponse depuis un an.",
        ),
        (MilestoneFixture("Assistance nationale sollicitée", _d(6, 30)),),
        risk=("La perte de revenu à l’entrée décourage des candidats", RiskLevel.HIGH, "Saisine écrite de la DGEFP"),
        decision="Saisir ensemble, Région et État, l’échelon national.",
    ),
    ActionYearFixture(
        18,
        "BMMM",
        (
            "Les écarts sont analysés.",
            "Deux expérimentations sont prêtes.",
            "La première est lancée dans le Cher.",
            "Deux sont lancées, la troisième attend son protocole.",
        ),
        (
            MilestoneFixture("Analyse des écarts livrée", _d(3, 31), _d(3, 20)),
            MilestoneFixture("Rappels avant l’entrée lancés", _d(9, 15), _d(9, 15)),
            MilestoneFixture("Créneaux proposés lancés", _d(11, 2), _d(11, 2)),
            MilestoneFixture(
                "Protocole de la troisième signé",
                _d(11, 15),
                None,
                _d(1, 15, 2021),
                "Le groupe comparable n’est pas trouvé.",
            ),
            MilestoneFixture("Premier effet mesuré", _d(6, 30, 2021), after="Protocole de la troisième signé"),
        ),
        ("expérimentations lancées", "expérimentations", (0, 0, 1, 2)),
        None,
        "Fixer une cible de places prises sur places achetées.",
    ),
    ActionYearFixture(
        19,
        "MMMM",
        ("Trois plateaux visités.", "Visites arrêtées.", "Le recensement reprend.", "Onze plateaux recensés."),
        value=("plateaux recensés", "plateaux", (3, 3, 6, 11)),
    ),
)
