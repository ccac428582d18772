"""What says which training a text is: title, number, provider, sessions. Reads a document: in the sandbox only."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import cast

from lxml.etree import _Element

from pacte.exchange.lheo.checker import CatalogueChecker
from pacte.exchange.lheo.correction_values import typed_day

_MAX_SESSIONS = 12
_MAX_TEXT = 255


@dataclass(frozen=True, slots=True)
class QuarantinedSession:
    """Its number, its days as they are written, its town."""

    number: str
    starts: str
    ends: str
    town: str


@dataclass(frozen=True, slots=True)
class QuarantinedOutline:
    """``sessions``: the first ones; ``session_count``: all of them."""

    title: str
    number: str
    provider: str
    sessions: tuple[QuarantinedSession, ...]
    session_count: int


def training_outline(document: bytes) -> QuarantinedOutline:
    """The outline of the first training of the document; empty when it has none."""
    check = CatalogueChecker(io.BytesIO(document), with_codes=False)
    for training in check:
        return _outline(training.element, f"{{{check.norm.namespace}}}")
    return QuarantinedOutline("", "", "", (), 0)


def outline_from_plain(raw: object) -> QuarantinedOutline:
    """The outline that ``asdict`` wrote. Raises ``ValueError`` when the shape is another one."""
    match raw:
        case {
            "title": str(title), "number": str(number), "provider": str(provider), "sessions": list(sessions),
            "session_count": int(count),
        }:  # fmt: skip
            return QuarantinedOutline(title, number, provider, tuple(map(_session_from_plain, sessions)), count)
    raise ValueError("not an outline")


def _session_from_plain(raw: object) -> QuarantinedSession:
    match raw:
        case {"number": str(number), "starts": str(starts), "ends": str(ends), "town": str(town)}:
            return QuarantinedSession(number, starts, ends, town)
    raise ValueError("not a session")


def _outline(training: _Element, tag: str) -> QuarantinedOutline:
    sessions = list(training.iterfind(f"{tag}action/{tag}session"))
    return QuarantinedOutline(
        title=_text(training, f"{tag}intitule-formation"),
        number=training.get("numero", "")[:_MAX_TEXT],
        provider=_text(training, f"{tag}organisme-formation-responsable/{tag}nom-organisme"),
        sessions=tuple(_session(each, tag) for each in sessions[:_MAX_SESSIONS]),
        session_count=len(sessions),
    )


def _session(session: _Element, tag: str) -> QuarantinedSession:
    action = cast("_Element", session.getparent())
    return QuarantinedSession(
        number=session.get("numero", "")[:_MAX_TEXT],
        starts=typed_day(_text(session, f"{tag}periode/{tag}debut")),
        ends=typed_day(_text(session, f"{tag}periode/{tag}fin")),
        town=_text(action, f"{tag}lieu-de-formation/{tag}coordonnees/{tag}adresse/{tag}ville")
        or _text(session, f"{tag}adresse-inscription/{tag}adresse/{tag}ville"),
    )


def _text(element: _Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())[:_MAX_TEXT]
