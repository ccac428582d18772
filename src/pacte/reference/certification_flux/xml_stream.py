"""Parses the XML with expat and yields one small tree per record. No DTD, no entity, constant memory.

Partner elements, hundreds per record and not used here, are counted but not stored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol
from xml.parsers import expat

from pacte.reference.certification_flux import limits

_CHUNK_SIZE = 256 * 1024
_SKIPPED_ELEMENTS = frozenset({"PARTENAIRES", "STATISTIQUES_PROMOTIONS", "CORRESPONDANCES"})
_PARTNER_ELEMENT = "PARTENAIRE"


class ByteSource(Protocol):
    """A source of bytes: a file or an archive member."""

    def read(self, size: int, /) -> bytes: ...


class UnreadableFlux(Exception):
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
    partner_count: int = 0

    def child(self, name: str) -> Node | None:
        return next((each for each in self.children if each.name == name), None)

    def child_text(self, name: str) -> str:
        """Return the text of a child, or an empty string."""
        node = self.child(name)
        return node.text if node else ""

    def group_children(self, group: str, name: str) -> list[Node]:
        """Return the elements of a group: ``CODES_ROME`` contains ``ROME`` elements."""
        group_node = self.child(group)
        return [each for each in group_node.children if each.name == name] if group_node else []


class _RecordBuilder:
    """expat handlers. Complete records are appended to ``ready_records``."""

    def __init__(self) -> None:
        self.ready_records: list[Node] = []
        self.version: str | None = None
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self._path: list[Node] = []
        self._depth = 0
        self._skip_depth = 0
        self._texts: list[str] = []
        self._size = self._nodes = 0

    def _start(self, name: str, _: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and name != limits.ROOT_ELEMENT:
            raise self._unreadable(
                "flux_root", f"Son premier élément est «\u202f{name[:40]}\u202f», pas {limits.ROOT_ELEMENT}."
            )
        if self._depth > limits.MAX_DEPTH:
            raise self._unreadable("flux_depth", "Ses éléments sont trop emboîtés.")
        if self._skip_depth:
            if name == _PARTNER_ELEMENT:
                self._path[-1].partner_count += 1
            self._count_and_check(nodes=1)
            return
        if self._depth == 2:
            self._nodes = self._size = 0
        if self._depth < 2 or (self._depth == 2 and name not in (limits.RECORD_ELEMENT, "VERSION_FLUX")):
            return
        self._count_and_check(nodes=1)
        node = Node(name, self.parser.CurrentLineNumber)
        if self._path:
            self._path[-1].children.append(node)
        self._path.append(node)
        self._texts = []
        if name in _SKIPPED_ELEMENTS:
            self._skip_depth = self._depth

    def _end(self, name: str) -> None:
        depth, self._depth = self._depth, self._depth - 1
        if self._skip_depth:
            if depth != self._skip_depth:
                return
            self._skip_depth = 0
            self._texts = []
        if not self._path or depth < 2:
            return
        node = self._path.pop()
        node.text = "".join(self._texts).strip() if not node.children else ""
        self._texts = []
        if depth == 2 and name == limits.RECORD_ELEMENT:
            self._check_version()
            self.ready_records.append(node)
        elif depth == 2:
            self.version = node.text
            self._check_version()

    def _text(self, text: str) -> None:
        self._count_and_check(chars=len(text))
        if self._path and not self._skip_depth:
            self._texts.append(text)

    def _count_and_check(self, *, nodes: int = 0, chars: int = 0) -> None:
        self._nodes += nodes
        self._size += chars
        if self._size > limits.MAX_RECORD_LENGTH or self._nodes > limits.MAX_RECORD_NODES:
            raise self._unreadable("flux_sheet_size", "Une de ses fiches est démesurée.")

    def _check_version(self) -> None:
        if self.version != limits.FLUX_VERSION:
            version_text = f"en version «\u202f{self.version[:20]}\u202f»" if self.version else "sans version"
            raise self._unreadable("flux_version", f"Il est {version_text}\u202f; pacte lit la {limits.FLUX_VERSION}.")

    def _doctype(self, *_: object) -> None:
        raise self._unreadable("flux_doctype", "Il contient une définition de document, que le flux n’a jamais.")

    def _unreadable(self, code: str, message: str) -> UnreadableFlux:
        return UnreadableFlux(code, message, self.parser.CurrentLineNumber)


def iter_certification_records(stream: ByteSource) -> Iterator[Node]:
    """Yield one node per record as the bytes arrive. Raise ``UnreadableFlux`` where reading must stop."""
    builder = _RecordBuilder()
    read_bytes = 0
    is_last = False
    while not is_last:
        chunk = stream.read(_CHUNK_SIZE)
        read_bytes += len(chunk)
        is_last = not chunk
        if read_bytes > limits.MAX_BYTES:
            raise UnreadableFlux("flux_size", f"Il dépasse {limits.MAX_BYTES // 1024**3}\u202fGio une fois déplié.")
        failure: UnreadableFlux | None = None
        try:
            builder.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            failure = _xml_failure(error, is_last)
        except UnreadableFlux as error:
            failure = error
        except (ValueError, LookupError, OSError):
            failure = UnreadableFlux("flux_encoding", "Il annonce un codage que pacte ne lit pas.", 1)
        yield from builder.ready_records
        builder.ready_records.clear()
        if failure:
            raise failure
    if builder.version is None:
        raise UnreadableFlux("flux_version", f"Il est sans version\u202f; pacte lit la {limits.FLUX_VERSION}.")


def _xml_failure(error: expat.ExpatError, is_last: bool) -> UnreadableFlux:
    codes = expat.errors.codes
    if error.code == codes[expat.errors.XML_ERROR_INVALID_TOKEN]:
        return UnreadableFlux("flux_signs", "Un signe n’est pas dans le codage que le fichier annonce.", error.lineno)
    if is_last or error.code == codes[expat.errors.XML_ERROR_NO_ELEMENTS]:
        return UnreadableFlux("flux_cut", "Le fichier s’arrête avant sa fin\u202f: il a été coupé.", error.lineno)
    return UnreadableFlux("flux_broken", "Le XML est mal formé à cet endroit.", error.lineno)
