"""Answers for the actions from 20 on. All invented: no sentence, date or figure has a source."""

from __future__ import annotations

from datetime import date

from pacte.demo.round_fixture_types import ActionYearFixture, MilestoneFixture
from pacte.steering.records import RiskLevel


def _d(month: int, day: int, year: int = 2020) -> date:
    return date(year, month, day)


ACTIONS_20_TO_39 = (
    ActionYearFixture(
        20, "-MMB", ("", "Les besoins sont écrits.", "L’outil est à l’essai.", "L’outil est ouvert aux CFA.")
    ),
    ActionYearFixture(
        21,
        "BMMB",
        (
            "L’aide est connue des organismes.",
            "Peu de trajets, peu d’aides.",
            "Les demandes remontent.",
            "Mille neuf cents stagiaires aidés.",
        ),
        (MilestoneFixture("Formulaire en ligne", _d(5, 31), _d(6, 15)),),
        ("stagiaires aidés", "stagiaires", (640, 710, 1250, 1900)),
    ),
    ActionYearFixture(
        22,
        "MMMB",
        ("Deux auto-écoles partenaires.", "Leçons suspendues.", "Leçons reprises.", "Premiers permis obtenus."),
    ),
    ActionYearFixture(23, "----", ("", "", "", "")),
    ActionYearFixture(
        24,
        "BMBB",
        (
            "Le réseau est en place.",
            "Entretiens par téléphone.",
            "Retour à la normale.",
            "Délai de réponse : six jours.",
        ),
        value=("personnes accompagnées", "personnes", (84, 101, 163, 240)),
    ),
    ActionYearFixture(
        25,
        "MAMM",
        (
            "La convention est en relecture.",
            "L’accès aux établissements est fermé.",
            "Les ateliers reprennent à un sur deux.",
            "Les ateliers tiennent.",
        ),
        (MilestoneFixture("Convention signée", _d(3, 31), _d(9, 8), _d(9, 15), "Établissements fermés."),),
    ),
    ActionYearFixture(26, "MAMM", ("Offre à relancer.", "Suspendue.", "Relancée.", "Quinze parcours engagés.")),
    ActionYearFixture(
        27,
        "M-MM",
        ("La méthode est discutée.", "", "Deux branches sur six ont répondu.", "Trois branches ont répondu."),
        (
            MilestoneFixture("Méthode partagée", _d(5, 31)),
            MilestoneFixture("Besoins de six branches recueillis", _d(12, 31), after="Méthode partagée"),
        ),
        ("branches qui ont répondu", "branches", (0, None, 2, 3)),
    ),
    ActionYearFixture(
        28,
        "BMMB",
        ("Quatre territoires couverts.", "Réunions annulées.", "Réunions à distance.", "Six territoires couverts."),
    ),
    ActionYearFixture(
        29,
        "MMMA",
        (
            "Les options sont listées.",
            "Les options sont comparées.",
            "Le choix attend un avis commun.",
            "Le choix bloque la suite.",
        ),
        (
            MilestoneFixture("Options comparées", _d(6, 30), _d(7, 2)),
            MilestoneFixture("Choix arrêté", _d(10, 15)),
            MilestoneFixture("Fiche de liaison en service", _d(1, 31, 2021), after="Choix arrêté"),
            MilestoneFixture("Référents nommés", _d(3, 31, 2021), after="Fiche de liaison en service"),
        ),
        decision="Choisir l’option de la fiche de liaison.",
    ),
    ActionYearFixture(30, "----", ("", "", "", "")),
    ActionYearFixture(
        31,
        "BMBB",
        (
            "Vingt-deux organismes inscrits.",
            "Ateliers à distance.",
            "Trente organismes suivis.",
            "Trente-six organismes suivis.",
        ),
        value=("organismes suivis", "organismes", (22, 24, 30, 36)),
    ),
    ActionYearFixture(
        32, "BMM-", ("La première journée a réuni 64 personnes.", "Journée annulée.", "Une journée à distance.", "")
    ),
    ActionYearFixture(
        33,
        "BMBB",
        ("Deux conférences.", "Conférences reportées.", "Reprise en ligne.", "Cinq conférences en ligne."),
        value=("conférences tenues", "conférences", (2, 2, 3, 5)),
    ),
    ActionYearFixture(
        34,
        "BBBB",
        (
            "La note du trimestre est publiée.",
            "Une note spéciale sur la crise.",
            "La note est publiée.",
            "La note est publiée.",
        ),
        (MilestoneFixture("Plan d’action 2021 écrit", _d(12, 20)),),
    ),
    ActionYearFixture(
        35,
        "MMMM",
        (
            "Les fiches ex ante manquent.",
            "Quatre fiches sur douze.",
            "Sept fiches sur douze.",
            "Neuf fiches sur douze.",
        ),
        value=("fiches complètes", "fiches", (1, 4, 7, 9)),
    ),
    ActionYearFixture(
        36, "-MMM", ("", "Les données sont demandées.", "Les données arrivent mal.", "L’étude rend en février.")
    ),
    ActionYearFixture(
        37,
        "MMMA",
        (
            "Les tests sont en cours.",
            "Les tests sont suspendus.",
            "Le format change encore.",
            "Un dossier sur trois est refusé.",
        ),
        (
            MilestoneFixture("Premiers envois acceptés", _d(6, 30)),
            MilestoneFixture("Tous les dossiers envoyés", _d(12, 31), after="Premiers envois acceptés"),
        ),
        ("dossiers acceptés", "dossiers", (0, 0, 310, 1240)),
        ("Les dossiers refusés ne sont pas payés à temps", RiskLevel.HIGH, "Une cellule de correction par semaine"),
    ),
    ActionYearFixture(
        38,
        "MMMM",
        ("L’interface est décrite.", "Le développement commence.", "Les tests glissent.", "Mise en service en mars."),
        (MilestoneFixture("Mise en service", _d(11, 30), None, _d(3, 15, 2021), "Les tests ont montré des doublons."),),
    ),
    ActionYearFixture(39, "--MB", ("", "", "Le cahier des charges est prêt.", "Le marché est publié.")),
)
