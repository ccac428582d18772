"""Answers for the actions from 20 on. All invented: no sentence, date or figure has a source."""

from __future__ import annotations

from datetime import date

from pacte.demo.rounds_story import Stone, Story
from pacte.steering.records import RiskLevel


def _d(month: int, day: int, year: int = 2020) -> date:
    return date(year, month, day)


SECOND_HALF = (
    Story(20, "-MMB", ("", "Les besoins sont écrits.", "L’outil est à l’essai.", "L’outil est ouvert aux CFA.")),
    Story(
        21,
        "BMMB",
        (
            "L’aide est connue des organismes.",
            "Peu de trajets, peu d’aides.",
            "Les demandes remontent.",
            "Mille neuf cents stagiaires aidés.",
        ),
        (Stone("Formulaire en ligne", _d(5, 31), _d(6, 15)),),
        ("stagiaires aidés", "stagiaires", (640, 710, 1250, 1900)),
    ),
    Story(
        22,
        "MMMB",
        ("Deux auto-écoles partenaires.", "Leçons suspendues.", "Leçons reprises.", "Premiers permis obtenus."),
    ),
    Story(23, "----", ("", "", "", "")),
    Story(
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
    Story(
        25,
        "MAMM",
        (
            "La convention est en relecture.",
            "L’accès aux établissements est fermé.",
            "Les ateliers reprennent à un sur deux.",
            "Les ateliers tiennent.",
        ),
        (Stone("Convention signée", _d(3, 31), _d(9, 8), _d(9, 15), "Établissements fermés."),),
    ),
    Story(26, "MAMM", ("Offre à relancer.", "Suspendue.", "Relancée.", "Quinze parcours engagés.")),
    Story(
        27,
        "M-MM",
        ("La méthode est discutée.", "", "Deux branches sur six ont répondu.", "Trois branches ont répondu."),
        (
            Stone("Méthode partagée", _d(5, 31)),
            Stone("Besoins de six branches recueillis", _d(12, 31), after="Méthode partagée"),
        ),
        ("branches qui ont répondu", "branches", (0, None, 2, 3)),
    ),
    Story(
        28,
        "BMMB",
        ("Quatre territoires couverts.", "Réunions annulées.", "Réunions à distance.", "Six territoires couverts."),
    ),
    Story(
        29,
        "MMMA",
        (
            "Les options sont listées.",
            "Les options sont comparées.",
            "Le choix attend un avis commun.",
            "Le choix bloque la suite.",
        ),
        (
            Stone("Options comparées", _d(6, 30), _d(7, 2)),
            Stone("Choix arrêté", _d(10, 15)),
            Stone("Fiche de liaison en service", _d(1, 31, 2021), after="Choix arrêté"),
            Stone("Référents nommés", _d(3, 31, 2021), after="Fiche de liaison en service"),
        ),
        decision="Choisir l’option de la fiche de liaison.",
    ),
    Story(30, "----", ("", "", "", "")),
    Story(
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
    Story(32, "BMM-", ("La première journée a réuni 64 personnes.", "Journée annulée.", "Une journée à distance.", "")),
    Story(
        33,
        "BMBB",
        ("Deux conférences.", "Conférences reportées.", "Reprise en ligne.", "Cinq conférences en ligne."),
        value=("conférences tenues", "conférences", (2, 2, 3, 5)),
    ),
    Story(
        34,
        "BBBB",
        (
            "La note du trimestre est publiée.",
            "Une note spéciale sur la crise.",
            "La note est publiée.",
            "La note est publiée.",
        ),
        (Stone("Plan d’action 2021 écrit", _d(12, 20)),),
    ),
    Story(
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
    Story(36, "-MMM", ("", "Les données sont demandées.", "Les données arrivent mal.", "L’étude rend en février.")),
    Story(
        37,
        "MMMA",
        (
            "Les tests sont en cours.",
            "Les tests sont suspendus.",
            "Le format change encore.",
            "Un dossier sur trois est refusé.",
        ),
        (
            Stone("Premiers envois acceptés", _d(6, 30)),
            Stone("Tous les dossiers envoyés", _d(12, 31), after="Premiers envois acceptés"),
        ),
        ("dossiers acceptés", "dossiers", (0, 0, 310, 1240)),
        ("Les dossiers refusés ne sont pas payés à temps", RiskLevel.HIGH, "Une cellule de correction par semaine"),
    ),
    Story(
        38,
        "MMMM",
        ("L’interface est décrite.", "Le développement commence.", "Les tests glissent.", "Mise en service en mars."),
        (Stone("Mise en service", _d(11, 30), None, _d(3, 15, 2021), "Les tests ont montré des doublons."),),
    ),
    Story(39, "--MB", ("", "", "Le cahier des charges est prêt.", "Le marché est publié.")),
)
