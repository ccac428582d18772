"""Streaming check of a catalogue. No web or database code here: ``sandbox`` runs it in a worker that may be killed."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import IO, Any

from lxml import etree
from lxml.etree import _Element

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.codes_met import CodesMet, Met
from pacte.exchange.lheo.crossed import Crossed
from pacte.exchange.lheo.dialects import NORM, Dialect, Translation
from pacte.exchange.lheo.heading import Heading
from pacte.exchange.lheo.numbers import Numbers
from pacte.exchange.lheo.opening import blocks, refused
from pacte.exchange.lheo.records import Defect, Found
from pacte.exchange.lheo.schema import schema
from pacte.exchange.lheo.stream import Broken, Catalogue, Outside, Training
from pacte.exchange.lheo.structure import Child, structure
from pacte.exchange.lheo.walk import findings
from pacte.exchange.lheo.wording import ADVICE, said


@dataclass(frozen=True, slots=True)
class Checked:
    """One training and its defects. ``element`` is only valid until the next iteration."""

    element: _Element
    rank: int
    line: int
    defects: tuple[Defect, ...]

    @property
    def is_good(self) -> bool:
        return all(defect.is_advice for defect in self.defects)


class Check:
    """Checks one file. Iterate over the trainings; ``outside`` collects the defects outside trainings, ``codes`` the
    external codes.
    """

    def __init__(self, stream: IO[bytes], dialect: Dialect = NORM, *, with_codes: bool = True) -> None:
        self._blocks = blocks(stream)
        first = self._read_heading()
        self.norm = structure(self.version)
        self._strict = schema(self.version, strict=True)
        self._numbers = Numbers(self.norm)
        self._codes = CodesMet(self.norm.namespace) if with_codes else None
        self.codes: list[Met] = []
        self._translation = Translation(dialect, self.norm)
        modalities = self._translation.told("modalites-enseignement")
        self._crossed = Crossed(self.norm.namespace, self.version, modalities)
        self._catalogue = Catalogue(_chained(first, self._blocks), self.norm.namespace)
        self._identifiers: set[str] = set()
        self._wanted: dict[str, Defect] = {}
        self._funders_told: set[str] = set()
        self.outside: list[Defect] = []
        self.trainings = 0
        self.is_broken = False
        self._current: Training

    @property
    def actions(self) -> int:
        return self._crossed.actions

    @property
    def sessions(self) -> int:
        return self._crossed.sessions

    @property
    def numbers(self) -> AbstractSet[str]:
        """Numbers of the trainings read so far."""
        return self._crossed.numbers

    @property
    def read_bytes(self) -> int:
        return self._catalogue.read_bytes

    def __iter__(self) -> Iterator[Checked]:
        try:
            for part in self._catalogue:
                if isinstance(part, Training):
                    self.trainings += 1
                    yield self._training(part)
                else:
                    self._around(part)
        except Broken as broken:
            self.is_broken = True
            message, fix = said("xml_broken", "", {"why": broken.why})
            self.outside.append(Defect(broken.line, "/lheo", "xml_broken", "", message, fix))
        self.outside.extend(self._wanted.values())

    def _read_heading(self) -> bytes:
        heading = Heading()
        first = b""
        for block in self._blocks:
            first += block
            heading.take(block)
            if heading.version:
                break
            if len(first) > limits.RATIO_FROM_BYTES:
                raise refused("not_xml", "Le fichier ne contient aucun élément dans ses premières pages.")
        heading.end()
        self.version = heading.version
        return first

    def _training(self, part: Training) -> Checked:
        element = part.element
        self._current = part
        self._translation.to_norm(element)
        found = list(self._crossed.findings(element))
        if not self._strict.validate(element):
            read = list(self._numbers.read(element))
            good = bool(read) and self._strict.validate(element)
            found = [*read, *(() if good else self._looked_at(element)), *found]
        for family, code, node in self._codes.first_of(element) if self._codes else ():
            self.codes.append(Met(family, code, part.shift + line_in(node), self._path(node, part)))
        defects = tuple(self._told(each, part) for each in found if self._is_to_tell(each)) if found else ()
        line = part.shift + line_in(element)
        return Checked(element, part.rank, line, defects)

    def _looked_at(self, element: _Element) -> Iterator[Found]:
        """Findings of the slow structure check, else what the published schema refuses."""
        seen = list(findings(element, self.norm))
        yield from seen
        if all(each.code in ADVICE for each in seen) and not schema(self.version, strict=False).validate(element):
            yield from _of_schema(element, schema(self.version, strict=False))
        yield from self._identified(element)

    def _identified(self, element: _Element) -> Iterator[Found]:
        """Identifiers must be unique in a file. A target may come later, so missing ones are reported at the end."""
        for node in element.iter(etree.Element):
            name = node.get("id")
            if name is not None:
                if name in self._identifiers:
                    yield Found("id_twice", node, name)
                self._identifiers.add(name)
                self._wanted.pop(name, None)
        for node in element.iter(etree.Element):
            target = node.get("idref")
            if target is not None and target not in self._identifiers and len(self._wanted) < limits.MAX_LISTED_ADVICE:
                self._wanted[target] = self._told(Found("idref", node, target), self._current)

    def _is_to_tell(self, found: Found) -> bool:
        """A funder code that changed its meaning is reported once per file."""
        if found.code != "funder_renamed":
            return True
        told = found.value in self._funders_told
        self._funders_told.add(found.value)
        return not told

    def _around(self, part: Outside) -> None:
        for found in findings(part.root, self.norm, shells=True):
            if found.code == "missing_element" and not (part.is_last and self.trainings == 0):
                continue
            self.outside.append(self._told(found, Training(part.root, part.rank, part.shift)))

    def _told(self, found: Found, part: Training) -> Defect:
        line = part.shift + line_in(found.element)
        value = self._translation.as_written(found.element, found.value)
        message, fix = said(found.code, value, found.words)
        value = value if len(value) <= limits.MAX_VALUE else f"{value[: limits.MAX_VALUE - 1]}…"
        path = self._path(found.element, part)
        return Defect(line, path, found.code, value, message, fix, found.code in ADVICE)

    def _path(self, element: _Element, part: Training) -> str:
        """« /lheo/offres/formation[12]/action[1]/session[2]/periode/debut »."""
        steps: list[str] = []
        node: _Element | None = element
        while node is not None:
            parent = node.getparent()
            name = str(node.tag).rpartition("}")[2]
            if name == "formation" and parent is not None and parent.getparent() is not None:
                rank = part.rank if node is part.element else part.rank + _before(node)
                steps.append(f"formation[{rank}]")
            elif parent is not None and self._repeats(parent, name):
                steps.append(f"{name}[{1 + _before(node)}]")
            else:
                steps.append(name)
            node = parent
        return "/" + "/".join(reversed(steps))

    def _repeats(self, parent: _Element, name: str) -> bool:
        definition = self.norm.elements.get(str(parent.tag).rpartition("}")[2])
        child: Child | None = (
            next((each for each in definition.children if each.name == name), None) if definition else None
        )
        return child is None or child.repeats


def line_in(node: Any) -> int:
    """Line counted by the parser. (The type stubs lack this attribute.)"""
    return int(node.sourceline or 0)


def _before(node: _Element) -> int:
    """Number of preceding siblings with the same name."""
    return sum(1 for _ in node.itersiblings(str(node.tag), preceding=True))


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _of_schema(element: _Element, published: etree.XMLSchema) -> Iterator[Found]:
    """What libxml2 refused, located by the line of its message, when no other rule explains it."""
    log: Any = published.error_log
    lines = {int(entry.line) for entry in log}
    nodes = [node for node in element.iter(etree.Element) if line_in(node) in lines]
    for node in nodes[:1] or [element]:
        yield Found("schema", node, str(node.tag).rpartition("}")[2])
