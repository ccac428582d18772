"""Reads a catalogue as a stream: one training at a time, with correct line numbers, in constant memory.

libxml2 counts lines exactly up to 65,535 only. So the parser is renewed regularly, at the end of a training: the place
is searched in the bytes, and confirmed by the parser, which must end a training on that very byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree
from lxml.etree import _Element

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo import limits
from pacte.exchange.lheo.nodes import quoted_attribute
from pacte.exchange.lheo.xml_source import unreadable_catalogue

_LINES_PER_PARSER = 20_000
_TRAININGS_PER_PARSER = 2_000
PARSER_OPTIONS: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
"""No entity nor network, and the limits of libxml2. Always UTF-8: see ``xml_source``."""

_CLOSING = re.compile(rb"</(?:[\w.-]+:)?formation[ \t\r\n]*(>)")


class BrokenXml(Exception):
    """The document is not well formed from ``line`` on."""

    def __init__(self, line: int, why: str, *, is_cut: bool = False) -> None:
        super().__init__(why)
        self.line, self.why, self.is_cut = line, why, is_cut


@dataclass(frozen=True, slots=True)
class StreamedTraining:
    """One ``formation`` as a tree, its rank in the file from 1, and the offset to add to the line of its nodes."""

    element: _Element
    rank: int
    shift: int


@dataclass(frozen=True, slots=True)
class StreamedShell:
    """The document around emptied trainings, as seen by one parser. ``rank``: rank of its first training."""

    root: _Element
    rank: int
    shift: int
    is_last: bool


class CatalogueStream:
    """Iterate to get groups of ``StreamedTraining``, and a ``StreamedShell`` at each renewal and at the end.

    Groups: a processor that parses many trainings, then checks them all, then writes them all, runs each step faster
    than one that changes its step at each training. A group is emptied when the next part is asked for.
    """

    def __init__(self, blocks: Iterator[bytes], namespace: str) -> None:
        self._blocks = blocks
        self._tag = f"{{{namespace}}}formation"
        self._parser = _new_parser(self._tag)
        self._root: _Element | None = None
        self._lines = 0
        self._shift = 0
        self._rank = 0
        self._first_rank = 1
        self._since_training = 0
        self.read_bytes = 0

    def __iter__(self) -> Iterator[list[StreamedTraining] | StreamedShell]:
        group: list[StreamedTraining] = []
        first_byte = 0
        try:
            for part in self._parts():
                if isinstance(part, StreamedTraining):
                    group.append(part)
                if isinstance(part, StreamedShell) or self.read_bytes - first_byte >= limits.GROUP_BYTES:
                    yield from _emptied_after(group)
                    group, first_byte = [], self.read_bytes
                if isinstance(part, StreamedShell):
                    yield part
        except (BrokenXml, UnreadableFile):
            yield from _emptied_after(group)
            raise

    def _parts(self) -> Iterator[StreamedTraining | StreamedShell]:
        for block in self._blocks:
            self.read_bytes += len(block)
            yield from self._take(block)
        yield from self._close()

    def _take(self, block: bytes) -> Iterator[StreamedTraining | StreamedShell]:
        full = self._lines - self._shift > _LINES_PER_PARSER or self._rank - self._first_rank > _TRAININGS_PER_PARSER
        place = _last_closing(block) if full else None
        if place is None:
            yield from self._feed(block)
            return
        yield from self._feed(block[:place])
        before = self._rank
        yield from self._feed(block[place : place + 1])
        if self._rank == before + 1:
            yield from self._renew_parser()
        yield from self._feed(block[place + 1 :])

    def _feed(self, data: bytes) -> Iterator[StreamedTraining]:
        if not data:
            return
        try:
            self._parser.feed(data)
        except etree.XMLSyntaxError as error:
            yield from self._finished_trainings()
            raise self._broken_xml(error) from error
        self._lines += data.count(b"\n")
        self._since_training += len(data)
        yield from self._finished_trainings()
        self._raise_logged_errors()
        if self._since_training > limits.MAX_BYTES_WITHOUT_A_TRAINING:
            raise unreadable_catalogue(
                "training_too_big",
                f"Une partie du fichier est trop longue, vers la ligne {self._lines + 1}.",
                f"Aucune formation ne dépasse {limits.MAX_BYTES_WITHOUT_A_TRAINING // 1024**2} Mio.",
            )

    def _raise_logged_errors(self) -> None:
        """libxml2 continues after an undeclared prefix or entity and only raises at the end: raises now."""
        error = first_error(self._parser.feed_error_log)
        if error is not None:
            raise BrokenXml(self._shift + error.line, _reason(error.type))

    def _finished_trainings(self) -> Iterator[StreamedTraining]:
        for event in self._parser.read_events():
            element = cast("_Element", event[1])
            parent = element.getparent()
            grandparent = parent.getparent() if parent is not None else None
            if grandparent is None or grandparent.getparent() is not None:
                continue  # a « formation » elsewhere than in « offres »
            self._since_training = 0
            self._rank += 1
            self._root = grandparent
            yield StreamedTraining(element, self._rank, self._shift)

    def _renew_parser(self) -> Iterator[StreamedShell]:
        assert self._root is not None
        root = self._root
        yield StreamedShell(root, self._first_rank, self._shift, is_last=False)
        self._parser = _new_parser(self._tag)
        self._parser.feed(_opening(root) + _opening(root[0]))
        self._shift = self._lines
        self._first_rank = self._rank + 1
        self._root = None

    def _close(self) -> Iterator[StreamedTraining | StreamedShell]:
        try:
            root: Any = self._parser.close()
        except etree.XMLSyntaxError as error:
            yield from self._finished_trainings()
            raise self._broken_xml(error, at_end=True) from error
        yield from self._finished_trainings()
        yield StreamedShell(root, self._first_rank, self._shift, is_last=True)

    def _broken_xml(self, error: etree.XMLSyntaxError, *, at_end: bool = False) -> BrokenXml:
        line = self._shift + (error.lineno or 1)
        if at_end:
            return BrokenXml(self._lines + 1, "il s’arrête avant sa fin", is_cut=True)
        return BrokenXml(line, _reason(cast(Any, error).code))


def _emptied_after(group: list[StreamedTraining]) -> Iterator[list[StreamedTraining]]:
    if group:
        yield group
        for each in group:
            each.element.clear()


def _new_parser(tag: str) -> etree.XMLPullParser:
    return etree.XMLPullParser(events=("end",), tag=tag, **PARSER_OPTIONS)


def first_error(log: Any) -> Any:
    """First entry of a log of libxml2 that is more than a warning."""
    return next((each for each in log if each.level >= etree.ErrorLevels.ERROR), None)


def _last_closing(block: bytes) -> int | None:
    """Index of the « > » of the last closing tag of a training."""
    start = max(0, block.rfind(b"formation") - 40)
    matches = list(_CLOSING.finditer(block, start))
    return matches[-1].start(1) if matches else None


def _opening(element: _Element) -> bytes:
    """The opening tag with its namespaces only, to resume parsing inside it."""
    local = str(element.tag).rpartition("}")[2]
    name = f"{element.prefix}:{local}" if element.prefix else local
    spaces = "".join(
        f" xmlns{':' + prefix if prefix else ''}={quoted_attribute(address)}"
        for prefix, address in element.nsmap.items()
    )
    return f"<{name}{spaces}>".encode()


def _reason(code: int) -> str:
    return {
        etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "une balise fermante ne correspond pas à celle qui est ouverte",
        etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "il emploie une entité qui n’est pas définie",
        etree.ErrorTypes.ERR_INVALID_ENCODING: "des octets ne sont pas de l’UTF-8",
        etree.ErrorTypes.ERR_INVALID_CHAR: "il contient un caractère interdit",
        etree.ErrorTypes.ERR_ATTRIBUTE_REDEFINED: "un attribut est donné deux fois",
        etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE: "il emploie un préfixe que rien ne déclare",
        etree.ErrorTypes.ERR_DOCUMENT_END: "du texte suit sa fin",
    }.get(code, "le XML est mal formé")
