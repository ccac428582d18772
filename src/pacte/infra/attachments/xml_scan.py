"""Walks the XML of one part with expat. DTDs and entities refuse the file: no office suite writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from xml.parsers import expat

from pacte.infra.attachments.records import AttachmentFlaw, FlawedAttachment

_MAX_DEPTH = 500


def _ignore(text: str) -> None:
    return None


def scan_xml(
    data: bytes, start: Callable[[str, Mapping[str, str]], None], text: Callable[[str], None] = _ignore
) -> None:
    """Calls ``start`` with each element and its attributes, names without namespace, then ``text`` with its runs.

    Raises ``FlawedAttachment``.
    """
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise FlawedAttachment(AttachmentFlaw.OVERSIZED)
        start(_local(name), {_local(key): value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1

    def on_doctype(*_: object) -> None:
        raise FlawedAttachment(AttachmentFlaw.DAMAGED)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = on_start, on_end
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = on_doctype
    parser.EntityDeclHandler = on_doctype
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FlawedAttachment(AttachmentFlaw.DAMAGED) from error


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
