"""Exports the places, minimum and financed places of sessions from the places ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.etree import SubElement, _Element

from pacte.exchange.lheo.element_order import insert_in_order, lheo_tag

if TYPE_CHECKING:
    from pacte.offer.models import SessionPlaces, TrainingAction

_REGION = "2"


def apply_ledger_places(element: _Element, action: TrainingAction) -> None:
    """Updates values of the ``action`` element that differ from the ledger. Sessions without one are unchanged."""
    ledger_by_session: dict[str, SessionPlaces] = {
        session.number: session.places for session in action.sessions.all() if hasattr(session, "places")
    }
    for session in element.iterchildren(lheo_tag("session")):
        row = ledger_by_session.get(session.get("numero", ""))
        if row is not None:
            _set_capacity(session, row.opened)
            _set_total(list(session.iter(lheo_tag("effectif-minimal"))), row.minimum or None)
    if ledger_by_session and len(ledger_by_session) == len(action.sessions.all()):
        _set_financed_places(element, sum(row.counted - row.lost for row in ledger_by_session.values()))


def _set_capacity(session: _Element, opened: int | None) -> None:
    """Sets the capacity of the cycles if present, else the places of the recruitments, as an import reads them."""
    for name in ("capacite-simultanee", "capacite-cumulee"):
        capacities = [node for cycle in session.iterchildren(lheo_tag("cycle")) for node in cycle.iter(lheo_tag(name))]
        if capacities:
            _set_total(capacities, opened)
            return
    if opened is None:
        return
    meetings = session.iterchildren(lheo_tag("recrutement"))
    recruited = [node for each in meetings for node in each.iterchildren(lheo_tag("nb-places"))]
    if not recruited:
        meeting = session.makeelement(lheo_tag("recrutement"))
        SubElement(meeting, lheo_tag("modalite-recrutement")).text = "0"
        SubElement(meeting, lheo_tag("nb-places")).text = str(opened)
        insert_in_order(session, meeting)
        return
    most = max(map(_integer_of, recruited))
    for node in recruited if most != opened else ():
        if _integer_of(node) == most or _integer_of(node) > opened:
            node.text = str(opened)


def _set_total(nodes: list[_Element], total: int | None) -> None:
    """Sets the sum of the nodes: the first one takes the difference."""
    if total is None or not nodes or sum(map(_integer_of, nodes)) == total:
        return
    others = sum(map(_integer_of, nodes[1:]))
    nodes[0].text = str(total - others if others <= total else total)
    for node in nodes[1:] if others > total else ():
        node.text = "0"


def _set_financed_places(action: _Element, total: int) -> None:
    """The ledger does not know who pays for which place: the Region, else the first funder, takes the rest."""
    funders = list(action.iterchildren(lheo_tag("organisme-financeur")))
    if not funders:
        return
    places_by_funder = {funder: next(funder.iterchildren(lheo_tag("nb-places-financees")), None) for funder in funders}
    if sum(_integer_of(node) for node in places_by_funder.values() if node is not None) == total:
        return
    main_funder = next((each for each in funders if _code(each) == _REGION), funders[0])
    own = places_by_funder.pop(main_funder)
    if own is None:
        own = main_funder.makeelement(lheo_tag("nb-places-financees"))
        insert_in_order(main_funder, own)
    rest = [node for node in places_by_funder.values() if node is not None]
    _set_total([own, *rest], total)


def _code(funder: _Element) -> str:
    return (funder.findtext(lheo_tag("code-financeur")) or "").strip()


def _integer_of(node: _Element) -> int:
    return int(node.text or 0)
