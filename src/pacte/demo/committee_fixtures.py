"""Fixtures of the invented committees: agendas and decisions. Only the actions are real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.steering.records.enums import DecisionEventKind as Kind
from pacte.steering.records.meetings import AgendaKind, AgendaPoint

DecisionEventFixture = tuple[Kind, date, str]


@dataclass(frozen=True, slots=True)
class DecisionFixture:
    """``owner`` is an e-mail of the demonstration, or the name of an organisation. ``steps``: kind, day, note."""

    text: str
    numbers: tuple[int, ...]
    owner: str
    due_on: date | None
    effect: str = ""
    check_on: date | None = None
    steps: tuple[DecisionEventFixture, ...] = ()
    moved_to: date | None = None


@dataclass(frozen=True, slots=True)
class CommitteeFixture:
    title: str
    held_on: date
    points: tuple[AgendaPoint, ...]
    decisions: tuple[DecisionFixture, ...]


_NEWS, _TALK, _VOTE = AgendaKind.INFORMATION, AgendaKind.DISCUSSION, AgendaKind.DECISION
_PILOT = "Claire Aubry"

COMMITTEES_2020 = (
    CommitteeFixture(
        "Comité de pilotage de mars 2020",
        date(2020, 3, 12),
        (
            AgendaPoint("Où en est le pacte après un an", _NEWS, _PILOT, 20),
            AgendaPoint("Formations certifiantes à rénover", _VOTE, "Julien Ferrand", 25, ActionCode(2)),
            AgendaPoint(
                "Salles et plateaux : ce que l’inventaire a trouvé", _TALK, "Thomas Leclerc", 20, ActionCode(19)
            ),
            AgendaPoint("Accrochage à Agora", _VOTE, "Julien Ferrand", 20, ActionCode(37)),
            AgendaPoint("Questions diverses", _NEWS, "", 10),
        ),
        (
            DecisionFixture(
                "Commencer la rénovation par quatre formations du bâtiment et de l’industrie.", (2,),
                "porteur@pacte.example", date(2020, 9, 30), "Quatre cahiers des charges écrits avec des entreprises.",
                date(2020, 12, 1),
                (
                    (Kind.PROGRESS, date(2020, 6, 22), "Deux cahiers sont écrits, deux attendent la branche."),
                    (Kind.DONE, date(2020, 9, 18), "Les quatre sont écrits."),
                    (Kind.EFFECT_SEEN, date(2020, 12, 3), "Quatre formations sur dix sont rénovées."),
                ),
            ),
            DecisionFixture(
                "Ouvrir aux structures du champ social la réservation des salles communales.", (19,),
                "thomas.leclerc@pacte.example", date(2020, 6, 30), "Une salle à moins de trente minutes de chacun.",
                date(2020, 10, 1),
                (
                    (Kind.DONE, date(2020, 7, 10), "La convention type est signée par neuf communes."),
                    (Kind.EFFECT_NOT_SEEN, date(2020, 10, 6), "Trois bassins de vie restent sans salle."),
                    (Kind.PROGRESS, date(2021, 2, 4), "Deux lycées prêtent leurs salles le mercredi."),
                    (Kind.DONE, date(2021, 6, 21), "Chaque bassin a sa salle."),
                    (Kind.EFFECT_SEEN, date(2021, 9, 14), "Aucun refus faute de salle depuis juin."),
                ),
            ),
            DecisionFixture(
                "Demander à l’éditeur un calendrier ferme pour Agora.", (37,), "porteur@pacte.example",
                date(2020, 4, 30), "Une date que l’on puisse tenir.", None,
                ((Kind.DONE, date(2020, 4, 22), "Le calendrier est reçu : premiers flux à l’automne."),),
            ),
            DecisionFixture(
                "Publier chaque trimestre la météo des actions aux partenaires.", (35,), "Région", date(2020, 6, 30),
                "Des partenaires qui préviennent avant le comité.", date(2020, 12, 31),
                (
                    (Kind.DONE, date(2020, 6, 26), "Première publication faite."),
                    (Kind.EFFECT_SEEN, date(2021, 1, 8), "Cinq alertes sont venues des partenaires."),
                ),
            ),
        ),
    ),
    CommitteeFixture(
        "Comité de pilotage de juin 2020",
        date(2020, 6, 24),
        (
            AgendaPoint("Formations à distance : ce que le printemps a appris", _TALK, "Nadia Morin", 25),
            AgendaPoint("Aide à la mobilité des stagiaires", _VOTE, "Julien Ferrand", 20, ActionCode(21)),
            AgendaPoint("VAE des publics spécifiques", _TALK, "Hélène Prévost", 20, ActionCode(11)),
            AgendaPoint("Suites des décisions de mars", _NEWS, _PILOT, 15),
        ),
        (
            DecisionFixture(
                "Prêter un ordinateur aux stagiaires qui n’en ont pas, le temps de leur formation.", (14, 39), "Région",
                date(2020, 10, 31), "Moins d’abandons dans les modules à distance.", date(2021, 3, 31),
                (
                    (Kind.PROGRESS, date(2020, 9, 15), "Deux cents appareils sont commandés."),
                    (Kind.DONE, date(2020, 11, 12), "Les appareils sont livrés, avec douze jours de retard."),
                    (Kind.EFFECT_SEEN, date(2021, 4, 6), "Les abandons à distance baissent de deux points."),
                ),
            ),
            DecisionFixture(
                "Verser l’aide à la mobilité au début de la formation, non à la fin.", (21,), "porteur@pacte.example",
                date(2020, 9, 1), "Des entrées qui ne se perdent plus faute d’avance.", date(2021, 1, 15),
                (
                    (Kind.DONE, date(2020, 9, 1), "Le règlement est modifié."),
                    (Kind.EFFECT_SEEN, date(2021, 1, 20), "Huit refus faute d’avance, vingt-six un an plus tôt."),
                ),
            ),
            DecisionFixture(
                "Confier la cohorte de VAE à un seul accompagnateur par département.", (11,),
                "helene.prevost@pacte.example", date(2020, 9, 30), "Quarante inscrits à la fin de l’année.",
                date(2020, 12, 31),
                (
                    (Kind.POSTPONED, date(2020, 9, 24), "Le marché est infructueux dans deux départements."),
                    (Kind.DONE, date(2020, 12, 18), "Les six accompagnateurs sont choisis."),
                    (Kind.EFFECT_NOT_SEEN, date(2021, 2, 2), "Dix-sept inscrits seulement."),
                ),
                moved_to=date(2020, 12, 20),
            ),
            DecisionFixture(
                "Étudier un car mutualisé entre deux centres de formation du Berry.", (20, 22),
                "gael.riviere@pacte.example", date(2020, 12, 31), "", None,
                ((Kind.ABANDONED, date(2020, 11, 4), "Trop peu de stagiaires sur la ligne : dix par semaine."),),
            ),
        ),
    ),
    CommitteeFixture(
        "Comité de pilotage de septembre 2020",
        date(2020, 9, 24),
        (
            AgendaPoint("Places perdues : comment on les compte", _VOTE, "Thomas Leclerc", 25, ActionCode(18)),
            AgendaPoint(
                "Besoins des entreprises : un territoire, puis quatorze", _TALK, "Bruno Texier", 20, ActionCode(27)
            ),
            AgendaPoint("Offre sous main de justice", _TALK, "Inès Marchand", 20, ActionCode(26)),
            AgendaPoint("Suites des décisions", _NEWS, _PILOT, 15),
        ),
        (
            DecisionFixture(
                "Garder les places perdues au dénominateur du remplissage.", (18,), "thomas.leclerc@pacte.example",
                date(2020, 10, 31), "Un taux qui ne flatte pas.", date(2020, 10, 31),
                (
                    (Kind.DONE, date(2020, 10, 5), "La définition est changée dans les tableaux."),
                    (Kind.EFFECT_SEEN, date(2020, 10, 31), "Le taux baisse de quatre points à définition nouvelle."),
                ),
            ),
            DecisionFixture(
                "Essayer les relances par texto dans le Cher et l’Indre.", (18,), "thomas.leclerc@pacte.example",
                date(2020, 11, 30), "Trois points de remplissage de plus.", date(2021, 6, 30),
                (
                    (Kind.DONE, date(2020, 11, 2), "Huit sessions sur huit relancées."),
                    (Kind.EFFECT_SEEN, date(2021, 7, 1), "Deux points et demi, intervalle de un à quatre."),
                ),
            ),
            DecisionFixture(
                "Saisir les branches d’un territoire test, puis généraliser.", (27,), "Partenaires sociaux",
                date(2020, 12, 15), "Une liste de besoins datée, par bassin.", date(2021, 3, 31),
                (
                    (Kind.PROGRESS, date(2020, 12, 1), "Le premier bassin a répondu."),
                    (Kind.DONE, date(2021, 2, 12), "Quatre branches ont répondu, avec deux mois de retard."),
                    (Kind.EFFECT_SEEN, date(2021, 4, 9), "Six achats de 2021 s’appuient sur ces listes."),
                ),
            ),
            DecisionFixture(
                "Relancer l’administration pénitentiaire sur le marché de l’action 26.", (26,),
                "ines.marchand@pacte.example", date(2020, 10, 28), "Un marché attribué avant la fin de l’année.",
                date(2020, 12, 31),
                (
                    (Kind.PROGRESS, date(2020, 11, 18), "Réunion tenue ; le cahier des charges repart en relecture."),
                    (Kind.DONE, date(2021, 1, 25), "Le marché est attribué."),
                    (Kind.EFFECT_SEEN, date(2021, 2, 1), "Attribué avec un mois de retard ; 27 certifiés depuis."),
                ),
            ),
        ),
    ),
    CommitteeFixture(
        "Comité de pilotage de décembre 2020",
        date(2020, 12, 9),
        (
            AgendaPoint("Actions en alerte", _TALK, _PILOT, 30),
            AgendaPoint("Concurrence entre dispositifs : qui saisit qui", _VOTE, "Marc Delorme", 20, ActionCode(17)),
            AgendaPoint("Fiche de liaison entre conseil et formation", _VOTE, "Sylvie Hamon", 25, ActionCode(29)),
            AgendaPoint("Une cible de remplissage", _VOTE, "Thomas Leclerc", 20, ActionCode(18)),
            AgendaPoint("Où en est l’argent", _NEWS, "Odile Vasseur", 15),
            AgendaPoint("Suites des décisions", _NEWS, _PILOT, 10),
        ),
        (
            DecisionFixture(
                "Saisir ensemble, Région et État, l’échelon national sur la concurrence des dispositifs.", (17,),
                "porteur-etat@pacte.example", date(2021, 1, 31), "Une réponse écrite du niveau national.",
                date(2021, 4, 30),
                (
                    (Kind.DONE, date(2021, 1, 28), "La lettre est partie, signée des deux."),
                    (Kind.EFFECT_NOT_SEEN, date(2021, 5, 3), "Aucune réponse à ce jour."),
                ),
            ),
            DecisionFixture(
                "Retenir l’option de la fiche partagée et l’essayer dans trois agences.", (29,),
                "sylvie.hamon@pacte.example", date(2021, 3, 31), "Moins de doubles saisies pour les conseillers.",
                date(2021, 9, 30),
                (
                    (Kind.DONE, date(2021, 3, 29), "L’essai a commencé dans les trois agences."),
                    (Kind.EFFECT_SEEN, date(2021, 10, 4), "Six minutes gagnées par dossier, dit l’essai."),
                ),
            ),
            DecisionFixture(
                "Fixer la cible de remplissage de 75 à 80 % des places achetées, fin 2022.", (18,), "Région",
                date(2021, 1, 15), "Une cible que le plan ne donnait pas.", date(2022, 12, 31),
                (
                    (Kind.DONE, date(2021, 1, 12), "La cible est écrite au tableau de suivi."),
                    (Kind.EFFECT_SEEN, date(2023, 1, 16), "Soixante-seize pour cent en 2022."),
                ),
            ),
            DecisionFixture(
                "Nommer un porteur pour les freins au logement, à la santé et à la garde.", (23,), "Région",
                date(2021, 2, 28), "Une action qui a quelqu’un.", date(2021, 3, 31),
                (
                    (Kind.POSTPONED, date(2021, 2, 25), "Deux départements hésitent."),
                    (Kind.ABANDONED, date(2021, 9, 8), "Personne ne la prend : l’action est redite au prochain pacte."),
                ),
                moved_to=date(2021, 6, 30),
            ),
        ),
    ),
)  # fmt: skip
