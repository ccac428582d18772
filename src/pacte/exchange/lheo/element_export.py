"""Exports a training as a LHÉO 2.3 element: the source element updated, or one built from our columns."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from lxml import etree
from lxml.etree import _Element

from pacte.exchange.lheo import copy_text
from pacte.exchange.lheo.element_builder import action_element, session_element, training_element
from pacte.exchange.lheo.element_order import NAMESPACE, insert_in_order, lheo_tag
from pacte.exchange.lheo.ledger_places import apply_ledger_places
from pacte.exchange.lheo.skeleton import ACTION_TEXT_COLUMNS, TRAINING_TEXT_COLUMNS, unpack_skeleton

if TYPE_CHECKING:
    from pacte.offer.models import Session, Training, TrainingAction

_UNKNOWN_START, _UNKNOWN_END = "00000000", "99999999"


def export_element(training: Training, source: bytes | None) -> _Element | None:
    """None when nothing of the training is open: an action needs a session, and a training needs an action."""
    actions = [action for action in training.training_actions.all() if list(action.sessions.all())]
    if not actions:
        return None
    if source is None:
        return training_element(training, actions)
    element = unpack_skeleton(source)
    _fill_texts(element, training, TRAINING_TEXT_COLUMNS)
    _set_text(element, "intitule-formation", training.title)
    elements = _children_by_number(element, "action")
    for action in actions:
        if action.number in elements:
            _update_action(elements.pop(action.number), action)
        else:
            insert_in_order(element, action_element(training, action))
    for gone in elements.values():
        _remove(gone)
    return element


def element_bytes(element: _Element) -> bytes:
    """XML of the element inside « offres », without the namespace already declared there."""
    text = etree.tostring(element, encoding="utf-8", with_tail=False)
    return text.replace(f' xmlns="{NAMESPACE}"'.encode(), b"", 1)


def _update_action(element: _Element, action: TrainingAction) -> None:
    _fill_texts(element, action, ACTION_TEXT_COLUMNS)
    elements = _children_by_number(element, "session")
    for session in action.sessions.all():
        if session.number in elements:
            _update_session(elements.pop(session.number), session)
        else:
            insert_in_order(element, session_element(action, session))
    for gone in elements.values():
        _remove(gone)
    apply_ledger_places(element, action)


def _update_session(element: _Element, session: Session) -> None:
    """Updates the dates that differ from the file, and the recruitment state."""
    period = element.find(lheo_tag("periode"))
    if period is not None:
        _update_day(period[0], session.starts_on, _UNKNOWN_START)
        _update_day(period[1], session.ends_on, _UNKNOWN_END)
    if session.recruitment is not None:
        _set_text(element, "etat-recrutement", str(session.recruitment))


def _update_day(element: _Element, on: date | None, unknown: str) -> None:
    """Updates a date. A partial date of the file is more precise than « unknown »: it stays when we have no day."""
    stored_day = on.isoformat() if on else copy_text.NULL
    if copy_text.date_field(element.text or "") != stored_day:
        element.text = f"{on:%Y%m%d}" if on else unknown


def _fill_texts(element: _Element, row: Training | TrainingAction, columns: dict[str, str]) -> None:
    for name, column in columns.items():
        node = element.find(lheo_tag(name))
        if node is not None:
            node.text = getattr(row, column) or None


def _set_text(element: _Element, name: str, value: str) -> None:
    """Updates the text of an existing child when it differs."""
    node = element.find(lheo_tag(name))
    if node is not None and (node.text or "").strip() != value.strip():
        node.text = value


def _children_by_number(element: _Element, name: str) -> dict[str, _Element]:
    return {each.get("numero", ""): each for each in element.iterchildren(lheo_tag(name))}


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
