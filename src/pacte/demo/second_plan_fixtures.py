"""Fixtures of the invented plan 2024-2027: axes, objectives, actions, targets. None of it was ever voted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pacte.kernel.period import Period
from pacte.plan.records import Axis, Figure, FigureKind, Lead, Objective, PriorityPublic

YEARS = range(2024, 2028)
PERIODS = (Period(2024, 2024), Period(2025, 2025), Period(2026, 2027))
# The first plan gives other definitions to the same words.
PUBLICS = (
    PriorityPublic("under_26", "Jeunes", "moins de 30 ans"),
    PriorityPublic("low_qualified", "Peu qualifiés", "niveau inférieur à 5", "sous bac + 2"),
    PriorityPublic("55_plus", "Seniors", "55 ans et plus"),
    PriorityPublic("rsa", "Allocataires du RSA", note="inscrits ou non à France Travail"),
)
_DFP, _DPOF = Lead("Région", "DFP"), Lead("Région", "DPOF")
_STATE, _FRANCE_TRAVAIL, _OBSERVATORY = Lead("État"), Lead("France Travail"), Lead("GIP ALFA Centre")


@dataclass(frozen=True, slots=True)
class PlanActionFixture:
    """``yearly`` is in thousands of euros; ``continues`` lists action numbers of the first plan."""

    number: int
    objective: str
    short_title: str
    title: str
    description: str
    leads: tuple[Lead, ...]
    yearly: int
    publics: tuple[str, ...] = ()
    target: Figure | None = None
    continues: tuple[int, ...] = ()
    from_period: int = 0


def _target(what: str, value: int, unit: str, indicator: str = "", per: str = "", horizon: str = "2027") -> Figure:
    return Figure(
        what,
        FigureKind.TARGET,
        value=Decimal(value),
        unit=unit,
        per=per,
        horizon=horizon,
        indicator_code=indicator,
        source_text="plan fictif",
    )


AXES = (
    Axis("1", "Axe 1", "Former aux métiers qui recrutent (plan fictif)", publics=("demandeurs d'emploi", "salariés")),
    Axis(
        "2",
        "Axe 2",
        "Ne laisser personne au bord du chemin (plan fictif)",
        publics=("allocataires du RSA", "jeunes sans diplôme", "personnes en situation de handicap"),
    ),
    Axis("3", "Axe 3", "Mieux connaître, mieux acheter, mieux évaluer (plan fictif)"),
)
OBJECTIVES = (
    Objective("1-1", "Acheter des parcours complets", "1"),
    Objective("1-1.1", "Relier les achats aux recrutements", "1", "1-1"),
    Objective("1-2", "Accompagner les métiers qui changent", "1"),
    Objective("1-2.1", "Ouvrir des parcours de transition", "1", "1-2"),
    Objective("2-1", "Lever les freins à l'entrée", "2"),
    Objective("2-1.1", "Apprendre les savoirs de base", "2", "2-1"),
    Objective("2-1.2", "Aller jusqu'à la formation et y rester", "2", "2-1"),
    Objective("3-1", "Décider avec des faits", "3"),
    Objective("3-1.1", "Observer en continu", "3", "3-1"),
)
ACTIONS = (
    PlanActionFixture(
        1,
        "1-1.1",
        "Acheter des parcours complets",
        "Acheter des parcours complets, de la remise à niveau à l'emploi",
        "Un seul achat couvre la remise à niveau, la qualification et le suivi à six mois.",
        (_DFP, _FRANCE_TRAVAIL),
        6_000,
        ("demandeurs d'emploi",),
        _target("places de parcours complet", 4_800, "places", "places_bought"),
        (1, 4),
    ),
    PlanActionFixture(
        2,
        "1-1.1",
        "Rénover 12 formations",
        "Rénover douze formations avec les branches",
        "Chaque formation rénovée est évaluée un an après sa première session.",
        (_DFP,),
        4_000,
        (),
        _target("formations rénovées", 12, "formations"),
        (2,),
    ),
    PlanActionFixture(
        3,
        "1-2.1",
        "Parcours de transition écologique",
        "Ouvrir des parcours vers les métiers de la transition écologique",
        "Rénovation des bâtiments, eau, énergie : parcours bâtis avec les entreprises du territoire.",
        (_DFP,),
        2_500,
        ("salariés", "demandeurs d'emploi"),
        _target("entrées par an", 600, "entrées", "entries", "an"),
    ),
    PlanActionFixture(
        4,
        "1-2.1",
        "Découvrir les métiers en situation",
        "Faire découvrir les métiers en situation, sur plateau et en entreprise",
        "Journées de découverte itinérantes, sur inscription, avec un conseiller présent.",
        (_DPOF,),
        2_500,
        ("jeunes", "demandeurs d'emploi"),
        _target("journées par an", 40, "journées", per="an"),
        (8, 9),
    ),
    PlanActionFixture(
        5,
        "2-1.1",
        "Savoirs de base près de chez soi",
        "Ouvrir des cours de savoirs de base à moins de trente minutes de chacun",
        "Entrées toute l'année, groupes de dix au plus, dans les lieux déjà fréquentés.",
        (_DFP,),
        5_000,
        ("allocataires du RSA", "personnes peu lettrées"),
        _target("entrées par an", 1_500, "entrées", "entries", "an"),
        (12, 13),
    ),
    PlanActionFixture(
        6,
        "2-1.1",
        "Repérer l'illettrisme",
        "Repérer l'illettrisme et l'illectronisme chez tous les accueillants",
        "Former les accueillants à repérer sans blesser, et à passer le relais.",
        (_STATE, _DFP),
        3_000,
        (),
        _target("accueillants formés", 900, "personnes"),
        (14,),
    ),
    PlanActionFixture(
        7,
        "2-1.2",
        "Aller en formation sans voiture",
        "Financer le trajet de chaque stagiaire, sans avance de frais",
        "Une aide unique remplace les aides au permis, au train et à l'essence.",
        (_DFP,),
        2_000,
        ("stagiaires sans véhicule",),
        _target("stagiaires aidés par an", 2_500, "stagiaires", per="an"),
        (21, 22),
    ),
    PlanActionFixture(
        8,
        "2-1.2",
        "Entrer et rester en formation",
        "Remplir les places achetées et réduire les sorties anticipées",
        "Rappel avant l'entrée, parrain la première semaine, entretien au premier retard.",
        (_DFP,),
        2_000,
        (),
        _target("part des places achetées prises", 80, "%", "fill_of_places_bought"),
        (18,),
    ),
    PlanActionFixture(
        9,
        "2-1.2",
        "Ressource handicap",
        "Adapter chaque parcours au handicap, dès l'inscription",
        "Un référent par organisme, un appui régional en une semaine.",
        (_STATE, Lead("AGEFIPH")),
        1_750,
        ("personnes en situation de handicap",),
        None,
        (24,),
    ),
    PlanActionFixture(
        10,
        "3-1.1",
        "Diagnostic en continu",
        "Tenir le diagnostic emploi-formation à jour, chaque trimestre",
        "Une note par bassin d'emploi, les mêmes chiffres pour tous.",
        (_OBSERVATORY,),
        2_000,
        (),
        _target("notes de bassin par an", 23, "notes", per="an"),
        (34,),
    ),
    PlanActionFixture(
        11,
        "3-1.1",
        "Accompagner les organismes",
        "Accompagner la transformation des organismes de formation",
        "Un appel à projets par an, ouvert aux groupements.",
        (_DFP,),
        1_000,
        (),
        None,
        (31,),
        1,
    ),
    PlanActionFixture(
        12,
        "3-1.1",
        "Évaluer avant d'étendre",
        "Évaluer chaque expérimentation avant de l'étendre",
        "Une fiche avant le départ, un groupe comparable, un résultat publié.",
        (_OBSERVATORY, _DFP),
        750,
        (),
        None,
        (35,),
    ),
)
