"""A second plan, 2024-2027, wholly invented: it shows two plans at once and actions that continue others.

No such plan was ever voted. Its title, its pages and its files say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pacte.accounts.queries import person_by_email
from pacte.kernel.period import Period
from pacte.plan.records import (
    ActionTitle,
    Amount,
    Axis,
    Expense,
    Figure,
    FigureKind,
    Flag,
    Lead,
    Lineage,
    LineageKind,
    Objective,
    Placement,
    PlanContent,
    Row,
    RowKind,
    Schedule,
)
from pacte.plan.services import appoint, create_plan, put_in_force, sign, vote
from pacte.workflows.import_plan import lead_bodies

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.plan.models import PlanVersion

CODE = "centre-val-de-loire_2024-2027_fictif"
FIRST_CODE = "centre-val-de-loire_2019-2022"
VOTED_ON, IN_FORCE_ON = date(2023, 12, 14), date(2024, 1, 1)
_YEARS = range(2024, 2028)
_PERIODS = (Period(2024, 2024), Period(2025, 2025), Period(2026, 2027))
_DFP, _DPOF = Lead("Région", "DFP"), Lead("Région", "DPOF")
_STATE, _FRANCE_TRAVAIL, _OBSERVATORY = Lead("État"), Lead("France Travail"), Lead("GIP ALFA Centre")


@dataclass(frozen=True, slots=True)
class _Action:
    """``yearly`` is in thousands of euros; ``continues`` numbers actions of the first plan."""

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


_AXES = (
    Axis("1", "Axe 1", "Former aux métiers qui recrutent (plan fictif)", publics=("demandeurs d'emploi", "salariés")),
    Axis(
        "2",
        "Axe 2",
        "Ne laisser personne au bord du chemin (plan fictif)",
        publics=("allocataires du RSA", "jeunes sans diplôme", "personnes en situation de handicap"),
    ),
    Axis("3", "Axe 3", "Mieux connaître, mieux acheter, mieux évaluer (plan fictif)"),
)
_OBJECTIVES = (
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
_ACTIONS = (
    _Action(
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
    _Action(
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
    _Action(
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
    _Action(
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
    _Action(
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
    _Action(
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
    _Action(
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
    _Action(
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
    _Action(
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
    _Action(
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
    _Action(
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
    _Action(
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
# Who acts for the leads, among the invented people of the demonstration.
_PEOPLE = {
    "porteur@pacte.example": (1, 2, 7, 8),
    "porteur-dpof@pacte.example": (4,),
    "porteur-etat@pacte.example": (6,),
    "porteur-observatoire@pacte.example": (10, 12),
}


def second_plan() -> PlanContent:
    """The invented plan, sums right and every code known."""
    amounts = tuple(Amount(each.number, year, each.yearly * 100_000) for each in _ACTIONS for year in _YEARS)
    axis_of = {each.code: each.axis_code for each in _OBJECTIVES}
    return PlanContent(
        code=CODE,
        title="Pacte régional 2024-2027 (plan fictif)",
        region="Centre-Val de Loire",
        first_year=2024,
        last_year=2027,
        periods=_PERIODS,
        document_title="Plan fictif 2024-2027, inventé pour la démonstration",
        decided_on=VOTED_ON.isoformat(),
        source="Plan fictif : aucune assemblée ne l'a voté. Il sert à montrer deux plans en même temps.",
        axes=tuple(
            Axis(
                axis.code,
                axis.label,
                axis.title,
                amount_cents=sum(
                    4 * each.yearly * 100_000 for each in _ACTIONS if axis_of[each.objective] == axis.code
                ),
                publics=axis.publics,
            )
            for axis in _AXES
        ),
        objectives=_OBJECTIVES,
        actions=tuple(ActionTitle(each.number, each.title, each.short_title) for each in _ACTIONS),
        rows=tuple(_row(each, axis_of[each.objective]) for each in _ACTIONS),
        amounts=amounts,
        lineage=tuple(
            Lineage(each.number, LineageKind.CONTINUES, origin, FIRST_CODE)
            for each in _ACTIONS
            for origin in each.continues
        ),
    )


def load_second_plan(*, actor: Actor, region: Organisation) -> PlanVersion:
    """Writes it, puts it in force and names its people. Must run as the machine, after the first plan."""
    content = second_plan()
    version = create_plan(
        actor=actor,
        organisation=region,
        content=content,
        bodies=lead_bodies(actor=actor, content=content, create=False),
        reason="Chargement du plan fictif de la démonstration",
        is_synthetic=True,
    )
    vote(actor=actor, version=version, body="assemblée inventée", number="délibération fictive 1", on=VOTED_ON)
    sign(actor=actor, version=version, on=VOTED_ON)
    put_in_force(actor=actor, version=version, on=IN_FORCE_ON)
    for email, numbers in _PEOPLE.items():
        person = person_by_email(email)
        post = person.memberships.order_by("pk").first() if person else None
        for number in numbers if person and post else ():
            appoint(
                actor=actor,
                plan=version.plan,
                number=number,
                organisation_id=post.organisation_id,
                person=person,
                on=IN_FORCE_ON,
            )
    return version


def _row(action: _Action, axis_code: str) -> Row:
    objective = next(each for each in _OBJECTIVES if each.code == action.objective)
    periods = _PERIODS[action.from_period :]
    return Row(
        key=f"A{action.number:02d}",
        number=action.number,
        kind=RowKind.ACTION,
        axis_code=axis_code,
        strategic_code=objective.parent_code,
        operational_code=objective.code,
        title=action.title,
        short_title=action.short_title,
        description=action.description,
        leads=action.leads,
        expected_result=action.target.what if action.target else "",
        figures=(action.target,) if action.target else (),
        priority=str(periods[0].first_year),
        expenses=(Expense("fonctionnement"),),
        schedule=Schedule(
            Placement.CERTAIN, tuple(Flag(each.code, "X") for each in periods), " ".join("X" for _ in periods)
        ),
        publics=action.publics,
    )
