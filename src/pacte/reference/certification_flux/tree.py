"""Parses the XML with expat and yields one small tree per record. No DTD, no entity, constant memory.

Partner elements, hundreds per record and not used here, are counted but not stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from pacte.reference.certification_flux import limits

_BLOCK = 256 * 1024
_NOT_KEPT = frozenset({"PARTENAIRES", "STATISTIQUES_PROMOTIONS", "CORRESPONDANCES"})
_COUNTED = "PARTENAIRE"


class Readable(Protocol):
    """A source of bytes: a file or an archive member."""

    def read(self, size: int, /) -> bytes: ...


class Unreadable(Exception):
    """The file cannot be read from ``line`` on; what comes before may be valid."""

    def __init__(self, code: str, message: str, line: int = 0) -> None:
        self.code = code
        self.message = message
        self.line = line
        super().__init__(message)


@dataclass(slots=True)
class Node:
    """An XML element: its own text and its children."""

    name: str
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list)
    counted: int = 0

    def child(self, name: str) -> Node | None:
        return next((each for each in self.children if each.name == name), None)

    def value(self, name: str) -> str:
        """Return the text of a child, or an empty string."""
        found = self.child(name)
        return found.text if found else ""

    def all(self, group: str, name: str) -> list[Node]:
        """Return the elements of a group: ``CODES_ROME`` contains ``ROME`` elements."""
        found = self.child(group)
        return [each for each in found.children if each.name == name] if found else []


class _Walker:
    """expat handlers. Complete records are appended to ``ready_records``."""

    def __init__(self) -> None:
        self.ready: list[Node] = []
        self.version: str | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._path: list[Node] = []
        self._depth = 0
        self._left_at = 0
        self._texts: list[str] = []
        self._size = self._nodes = 0

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name != limits.ROOT:
            raise self._refusal("flux_root", f"Son premier élément est «\u202f{name[:40]}\u202f», pas {limits.ROOT}.")
        if self._depth > limits.DEEPEST:
            raise self._refusal("flux_depth", "Ses éléments sont trop emboîtés.")
        if self._left_at:
            if name == _COUNTED:
                self._path[-1].counted += 1
            self._weigh(nodes=1)
            return
        if self._depth == 2:
            self._nodes = self._size = 0
        if self._depth < 2 or (self._depth == 2 and name not in (limits.SHEET, "VERSION_FLUX")):
            return
        self._weigh(nodes=1)
        node = Node(name, self.parser.CurrentLineNumber)
        if self._path:
            self._path[-1].children.append(node)
        self._path.append(node)
        self._texts = []
        if name in _NOT_KEPT:
            self._left_at = self._depth

    def _end(self, name: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._left_at:
            if depth != self._left_at:
                return
            self._left_at = 0
            self._texts = []
        if not self._path or depth < 2:
            return
        node = self._path.pop()
        node.text = "".join(self._texts).strip() if not node.children else ""
        self._texts = []
        if depth == 2 and name == limits.SHEET:
            self._must_know_version()
            self.ready.append(node)
        elif depth == 2:
            self.version = node.text
            self._must_know_version()

    def _text(self, text: str) -> None:
        self._weigh(signs=len(text))
        if self._path and not self._left_at:
            self._texts.append(text)

    def _weigh(self, *, nodes: int = 0, signs: int = 0) -> None:
        self._nodes += nodes
        self._size += signs
        if self._size > limits.LONGEST_SHEET or self._nodes > limits.MOST_NODES:
            raise self._refusal("flux_sheet_size", "Une de ses fiches est démesurée.")

    def _must_know_version(self) -> None:
        if self.version != limits.VERSION:
            written = f"en version «\u202f{self.version[:20]}\u202f»" if self.version else "sans version"
            raise self._refusal("flux_version", f"Il est {written}\u202f; pacte lit la {limits.VERSION}.")

    def _doctype(self, *_: object) -> None:
        raise self._refusal("flux_doctype", "Il contient une définition de document, que le flux n’a jamais.")

    def _refusal(self, code: str, message: str) -> Unreadable:
        return Unreadable(code, message, self.parser.CurrentLineNumber)


def sheets(stream: Readable) -> Iterator[Node]:
    """Yield one node per record as the bytes arrive. Raise ``UnreadableFlux`` where reading must stop."""
    walker = _Walker()
    read = 0
    ended = False
    while not ended:
        block = stream.read(_BLOCK)
        read += len(block)
        ended = not block
        if read > limits.MOST_BYTES:
            raise Unreadable("flux_size", f"Il dépasse {limits.MOST_BYTES // 1024**3}\u202fGio une fois déplié.")
        failure: Unreadable | None = None
        try:
            walker.parser.Parse(block, ended)
        except expat.ExpatError as error:
            failure = _broken(error, ended)
        except Unreadable as error:
            failure = error
        except (ValueError, LookupError, OSError):
            failure = Unreadable("flux_encoding", "Il annonce un codage que pacte ne lit pas.", 1)
        yield from walker.ready
        walker.ready.clear()
        if failure:
            raise failure
    if walker.version is None:
        raise Unreadable("flux_version", f"Il est sans version\u202f; pacte lit la {limits.VERSION}.")


def _broken(error: expat.ExpatError, ended: bool) -> Unreadable:
    codes = expat.errors.codes
    if error.code == codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
        return Unreadable("flux_signs", "Un signe n’est pas dans le codage que le fichier annonce.", error.lineno)
    if ended or error.code == codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        return Unreadable("flux_cut", "Le fichier s’arrête avant sa fin\u202f: il a été coupé.", error.lineno)
    return Unreadable("flux_broken", "Le XML est mal formé à cet endroit.", error.lineno)
