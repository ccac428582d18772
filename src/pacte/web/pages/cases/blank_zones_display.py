"""« Où personne ne va » : zones of winners against young people out of work, for who reads the cases."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.indicators.queries.blank_zones import OUT_OF_WORK_SERIES, BlankZone, BlankZones, blank_zones
from pacte.kernel.french import format_number, join_words, pluralise
from pacte.procedures.queries.public_register import public_register
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.outreach import outreach_communes
from pacte.reference.records import ZONE_KIND_LABELS
from pacte.web.tables import Cell, Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

_MISSING = (
    "Il manque la série des jeunes de 15 à 29 ans ni en emploi ni en formation, par zone (Insee, recensement). "
    f"Sans elle, rien n’est estimé ici. Elle se dépose comme toute série, sous le code « {OUT_OF_WORK_SERIES} », "
    "avec la marge de chaque valeur."
)


def blank_zone_values(actor: Actor, plan: Plan, procedure: Procedure, on: date) -> dict[str, Any] | None:
    """Values of the section; None for a procedure without winners who go towards people."""
    if procedure.outreach is None:
        return None
    register = public_register(actor=actor, plan=plan, procedure=procedure)
    territories = [outreach_communes(procedure, each.answers) for each in register if not each.stage.is_end]
    blanks = blank_zones(actor=actor, plan=plan, territories=territories, on=on)
    return {"answer": _MISSING, "table": None} if blanks is None else _values(blanks)


def _values(blanks: BlankZones) -> dict[str, Any]:
    one, many = ZONE_KIND_LABELS[blanks.kind]
    without = [each.name for each in blanks.zones if not each.winners]
    invented = " Cette série est inventée pour la démonstration." if blanks.is_invented else ""
    where = (
        f"{pluralise(len(without), f'{one} sans lauréat', f'{many} sans lauréat')} : {join_words(without)}."
        if without
        else f"Un lauréat va dans chaque {one}."
    )
    return {
        "answer": where,
        "note": f"Estimation à la fin de {blanks.last.year} : {blanks.source}.{invented} Inconnus : estimation moins "
        "les jeunes qui ont un parcours ouvert, avec la marge à 95 % que donne le producteur.",
        "table": Table(
            blanks.zones,
            Column(one[:1].upper() + one[1:], lambda each: each.name),
            Column("Lauréats", lambda each: str(each.winners) if each.winners else "aucun"),
            number_column("Jeunes estimés", _estimate),
            number_column("Déjà connus", _known),
            Column("Inconnus, entre", _interval),
            id="zones-blanches",
            caption="Jeunes ni en emploi ni en formation que personne ne connaît",
        ),
    }


def _estimate(zone: BlankZone) -> Cell:
    if zone.people is None:
        return cell("non dit")
    margin = zone.people.margin
    note = "marge non donnée" if margin is None else f"± {format_number(margin)}"
    return cell(format_number(zone.people.estimate), note=note)


def _known(zone: BlankZone) -> Cell:
    if zone.people is None:
        return cell("")
    return cell("moins de 11" if zone.people.known is None else format_number(zone.people.known))


def _interval(zone: BlankZone) -> Cell:
    if zone.people is None or zone.people.low is None or zone.people.high is None:
        return cell("non estimé")
    return cell(f"{format_number(zone.people.low)} et {format_number(zone.people.high)}")
