"""Exports a training as a LHÉO 2.3 element: the source element updated, or one built from our columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lxml import etree
from lxml.etree import _Element

from pacte.exchange.lheo import copy_text
from pacte.exchange.lheo.building import action_element, session_element, training_element
from pacte.exchange.lheo.ledger_told import tell_ledger
from pacte.exchange.lheo.placing import NAMESPACE, insert, own_name
from pacte.exchange.lheo.skeleton import TAKEN_OUT_OF_ACTION, TAKEN_OUT_OF_TRAINING, unpacked

if TYPE_CHECKING:
    from pacte.offer.models import Session, Training, TrainingAction

_UNKNOWN_START, _UNKNOWN_END = "00000000", "99999999"


def element_of(training: Training, source: bytes | None) -> _Element | None:
    """None when nothing of the training is open: an action needs a session, and a training needs an action."""
    actions = [action for action in training.training_actions.all() if list(action.sessions.all())]
    if not actions:
        return None
    if source is None:
        return training_element(training, actions)
    element = unpacked(source)
    _fill(element, training, TAKEN_OUT_OF_TRAINING)
    _say(element, "intitule-formation", training.title)
    told = _by_number(element, "action")
    for action in actions:
        if action.number in told:
            _bring_up_to_date(told.pop(action.number), action)
        else:
            insert(element, action_element(training, action))
    for gone in told.values():
        _remove(gone)
    return element


def text_of(element: _Element) -> bytes:
    """XML of the element inside « offres », without the namespace already declared there."""
    text = etree.tostring(element, encoding="utf-8", with_tail=False)
    return text.replace(f' xmlns="{NAMESPACE}"'.encode(), b"", 1)


def _bring_up_to_date(element: _Element, action: TrainingAction) -> None:
    _fill(element, action, TAKEN_OUT_OF_ACTION)
    told = _by_number(element, "session")
    for session in action.sessions.all():
        if session.number in told:
            _date(told.pop(session.number), session)
        else:
            insert(element, session_element(action, session))
    for gone in told.values():
        _remove(gone)
    tell_ledger(element, action)


def _date(element: _Element, session: Session) -> None:
    """Updates the dates that differ from the file, and the recruitment state."""
    period = element.find(own_name("periode"))
    if period is not None:
        _day(period[0], session.starts_on, _UNKNOWN_START)
        _day(period[1], session.ends_on, _UNKNOWN_END)
    if session.recruitment is not None:
        _say(element, "etat-recrutement", str(session.recruitment))


def _day(element: _Element, on: date | None, unknown: str) -> None:
    """Updates a date. A partial date of the file is more precise than « unknown »: it stays when we have no day."""
    held = on.isoformat() if on else copy_text.NULL
    if copy_text.day(element.text or "") != held:
        element.text = f"{on:%Y%m%d}" if on else unknown


def _fill(element: _Element, row: Training | TrainingAction, columns: dict[str, str]) -> None:
    for name, column in columns.items():
        node = element.find(own_name(name))
        if node is not None:
            node.text = getattr(row, column) or None


def _say(element: _Element, name: str, value: str) -> None:
    """Updates the text of an existing child when it differs."""
    node = element.find(own_name(name))
    if node is not None and (node.text or "").strip() != value.strip():
        node.text = value


def _by_number(element: _Element, name: str) -> dict[str, _Element]:
    return {each.get("numero", ""): each for each in element.iterchildren(own_name(name))}


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
