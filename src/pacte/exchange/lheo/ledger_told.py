"""Exports the places, minimum and financed places of sessions from the places ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml.etree import SubElement, _Element

from pacte.exchange.lheo.placing import insert, own_name

if TYPE_CHECKING:
    from pacte.offer.models import SessionPlaces, TrainingAction

_REGION = "2"


def tell_ledger(element: _Element, action: TrainingAction) -> None:
    """Updates values of the ``action`` element that differ from the ledger. Sessions without one are unchanged."""
    counted: dict[str, SessionPlaces] = {
        session.number: session.places for session in action.sessions.all() if hasattr(session, "places")
    }
    for session in element.iterchildren(own_name("session")):
        row = counted.get(session.get("numero", ""))
        if row is not None:
            _places(session, row.opened)
            _share(list(session.iter(own_name("effectif-minimal"))), row.minimum or None)
    if counted and len(counted) == len(action.sessions.all()):
        _financed(element, sum(row.counted - row.lost for row in counted.values()))


def _places(session: _Element, opened: int | None) -> None:
    """Sets the capacity of the cycles if present, else the places of the recruitments, as an import reads them."""
    for name in ("capacite-simultanee", "capacite-cumulee"):
        capacities = [node for cycle in session.iterchildren(own_name("cycle")) for node in cycle.iter(own_name(name))]
        if capacities:
            _share(capacities, opened)
            return
    if opened is None:
        return
    meetings = session.iterchildren(own_name("recrutement"))
    recruited = [node for each in meetings for node in each.iterchildren(own_name("nb-places"))]
    if not recruited:
        meeting = session.makeelement(own_name("recrutement"))
        SubElement(meeting, own_name("modalite-recrutement")).text = "0"
        SubElement(meeting, own_name("nb-places")).text = str(opened)
        insert(session, meeting)
        return
    most = max(map(_whole, recruited))
    for node in recruited if most != opened else ():
        if _whole(node) == most or _whole(node) > opened:
            node.text = str(opened)


def _share(nodes: list[_Element], total: int | None) -> None:
    """Sets the sum of the nodes: the first one takes the difference."""
    if total is None or not nodes or sum(map(_whole, nodes)) == total:
        return
    others = sum(map(_whole, nodes[1:]))
    nodes[0].text = str(total - others if others <= total else total)
    for node in nodes[1:] if others > total else ():
        node.text = "0"


def _financed(action: _Element, total: int) -> None:
    """The ledger does not know who pays for which place: the Region, else the first funder, takes the rest."""
    funders = list(action.iterchildren(own_name("organisme-financeur")))
    if not funders:
        return
    told = {funder: next(funder.iterchildren(own_name("nb-places-financees")), None) for funder in funders}
    if sum(_whole(node) for node in told.values() if node is not None) == total:
        return
    keeper = next((each for each in funders if _code(each) == _REGION), funders[0])
    own = told.pop(keeper)
    if own is None:
        own = keeper.makeelement(own_name("nb-places-financees"))
        insert(keeper, own)
    rest = [node for node in told.values() if node is not None]
    _share([own, *rest], total)


def _code(funder: _Element) -> str:
    return (funder.findtext(own_name("code-financeur")) or "").strip()


def _whole(node: _Element) -> int:
    return int(node.text or 0)
