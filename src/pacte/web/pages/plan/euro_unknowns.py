"""« Ce qu’on ne sait pas, et qui le doit »: computed from the parts of the euro that nothing tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pacte.indicators.queries import indicator
from pacte.indicators.records.euro import (
    AfterTraining,
    CertificationOutcome,
    EuroFacts,
    EuroStep,
    FollowedEuro,
    Seating,
    TradeNeed,
)
from pacte.kernel.french import format_day, format_number, pluralise

_SURVEY, _JURY, _FILLING = "in_job_6_months", "certified_of_entered", "fill_of_places_bought"


@dataclass(frozen=True, slots=True)
class UnknownPoint:
    """``owed``: who must tell it, and when if a day is known."""

    what: str
    why: str
    owed: str


def unknown_points(
    euro: FollowedEuro, facts: EuroFacts, need: TradeNeed | None, *, is_of_one_trade: bool, sees_people: bool
) -> list[UnknownPoint]:
    """Those of people only for readers who see them."""
    points = list(_need_points(need, is_of_one_trade=is_of_one_trade))
    if euro.stages and sees_people:
        points += [*_place_points(euro), *_job_points(euro, facts), *_award_points(euro, facts)]
    return [*points, *_never_asked()]


def _need_points(need: TradeNeed | None, *, is_of_one_trade: bool) -> Iterator[UnknownPoint]:
    if need is None:
        yield UnknownPoint(
            "Combien d’employeurs cherchent", "aucune série de projets d’embauche n’est importée pour ce territoire",
            "l’analyste du pacte, par l’import d’une série",
        )  # fmt: skip
    elif is_of_one_trade and not need.is_of_trade:
        yield UnknownPoint(
            "Combien d’employeurs cherchent dans ce métier",
            "la série importée compte tous les métiers ensemble, ou par d’autres familles", "l’analyste du pacte",
        )  # fmt: skip
    if need is not None and need.difficult is None:
        yield UnknownPoint(
            "Combien de ces projets sont jugés difficiles", "la série importée ne le dit pas", "l’analyste du pacte"
        )


def _place_points(euro: FollowedEuro) -> Iterator[UnknownPoint]:
    if cents := euro.stage(EuroStep.SEATED).cents_of(Seating.UNTOLD):
        yield UnknownPoint(
            f"Ce que {format_number(cents)} centimes ont payé",
            "ni places ni heures au registre, ou des heures faites sans entrée enregistrée",
            indicator(_FILLING).owner,
        )


def _job_points(euro: FollowedEuro, facts: EuroFacts) -> Iterator[UnknownPoint]:
    working, owner = euro.stage(EuroStep.WORKING), indicator(_SURVEY).owner
    if silent := working.count_of(AfterTraining.NO_ANSWER):
        yield UnknownPoint(
            _whether(silent, euro.people, "travaille", "travaillent"), "pas de réponse à l’enquête à six mois", owner
        )
    if missing := working.count_of(AfterTraining.NOT_ASKED):
        yield UnknownPoint(
            _whether(missing, euro.people, "travaille", "travaillent"),
            "l’enquête à six mois est due et rien n’est enregistré", owner,
        )  # fmt: skip
    if early := working.count_of(AfterTraining.NOT_DUE):
        by = f", d’ici au {format_day(facts.last_situation_on)}" if facts.last_situation_on else ""
        yield UnknownPoint(
            _whether(early, euro.people, "travaillera", "travailleront"),
            "six mois ne sont pas encore passés",
            f"{owner}{by}",
        )


def _award_points(euro: FollowedEuro, facts: EuroFacts) -> Iterator[UnknownPoint]:
    if pending := euro.stage(EuroStep.AWARDED).count_of(CertificationOutcome.NOT_DUE):
        by = f", d’ici au {format_day(facts.last_jury_on)}" if facts.last_jury_on else ""
        yield UnknownPoint(
            _whether(pending, euro.people, "aura la certification", "auront la certification"),
            "le jury n’a pas encore à répondre", f"{indicator(_JURY).owner}{by}",
        )  # fmt: skip


def _never_asked() -> Iterator[UnknownPoint]:
    """What no situation holds, whatever the answers: a job has neither occupation nor municipality nor wage in it."""
    owner = indicator(_SURVEY).owner
    yield UnknownPoint(
        "Si leur emploi est dans ce métier", "l’enquête à six mois ne demande pas le métier de l’emploi",
        f"à ajouter à l’enquête : {owner}",
    )  # fmt: skip
    yield UnknownPoint(
        "Si leur emploi est dans ce territoire", "la commune de l’employeur n’est pas demandée",
        f"à ajouter à l’enquête : {owner}",
    )  # fmt: skip
    yield UnknownPoint(
        "S’ils auraient trouvé sans formation", "aucun groupe ne sert de comparaison ici", "aucune date promise"
    )


def _whether(count: int, total: int, one: str, several: str) -> str:
    """« Si 7 personnes sur 38 travaillent »."""
    return f"Si {pluralise(count, 'personne')} sur {format_number(total)} {one if count < 2 else several}"
