"""Streaming check of a catalogue. No web or database code here: ``sandbox`` runs it in a worker that may be killed."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from copy import deepcopy
from dataclasses import dataclass
from typing import IO, Any

from lxml import etree
from lxml.etree import _Element

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.catalogue_heading import CatalogueHeading
from pacte.exchange.lheo.cross_checks import CrossChecker
from pacte.exchange.lheo.dialects import NORM, Dialect, Translation
from pacte.exchange.lheo.external_codes import ExternalCode, ExternalCodeCollector
from pacte.exchange.lheo.numbers import NumberNormaliser
from pacte.exchange.lheo.records import CatalogueFinding
from pacte.exchange.lheo.schema import schema
from pacte.exchange.lheo.stream import BrokenXml, CatalogueStream, StreamedShell, StreamedTraining
from pacte.exchange.lheo.structure import Child, structure
from pacte.exchange.lheo.structure_check import structure_findings
from pacte.exchange.lheo.wording import ADVICE, finding_message
from pacte.exchange.lheo.xml_source import unreadable_catalogue, xml_blocks
from pacte.kernel.defects import CellReference, Defect, Severity


@dataclass(frozen=True, slots=True)
class CheckedTraining:
    """One training, its defects and their ``findings``. The elements are only valid until the next iteration."""

    element: _Element
    rank: int
    line: int
    defects: tuple[Defect, ...]
    findings: tuple[CatalogueFinding, ...] = ()

    @property
    def is_good(self) -> bool:
        return not any(defect.is_error for defect in self.defects)


class CatalogueChecker:
    """Checks one file. Iterate over the trainings; ``outside`` collects the defects outside trainings, ``codes`` the
    external codes.
    """

    def __init__(self, stream: IO[bytes], dialect: Dialect = NORM, *, with_codes: bool = True) -> None:
        self._blocks = xml_blocks(stream)
        first = self._read_heading()
        self.norm = structure(self.version)
        self._strict = schema(self.version, strict=True)
        self._numbers = NumberNormaliser(self.norm)
        self._codes = ExternalCodeCollector(self.norm.namespace) if with_codes else None
        self.codes: list[ExternalCode] = []
        self._translation = Translation(dialect, self.norm)
        modalities = self._translation.table_description("modalites-enseignement")
        self._cross_checker = CrossChecker(self.norm.namespace, self.version, modalities)
        self._catalogue = CatalogueStream(_chain_blocks(first, self._blocks), self.norm.namespace)
        self._identifiers: set[str] = set()
        self._pending_references: dict[str, Defect] = {}
        self._reported_funders: set[str] = set()
        self.outside: list[Defect] = []
        self.trainings = 0
        self.is_broken = False
        self._current: StreamedTraining

    @property
    def actions(self) -> int:
        return self._cross_checker.actions

    @property
    def sessions(self) -> int:
        return self._cross_checker.sessions

    @property
    def numbers(self) -> AbstractSet[str]:
        """Numbers of the trainings read so far."""
        return self._cross_checker.numbers

    @property
    def read_bytes(self) -> int:
        return self._catalogue.read_bytes

    def __iter__(self) -> Iterator[CheckedTraining]:
        try:
            for part in self._catalogue:
                if isinstance(part, StreamedShell):
                    self._check_outside(part)
                else:
                    yield from self._checked_group(part)
        except BrokenXml as broken:
            self.is_broken = True
            message, hint = finding_message("xml_broken", "", {"why": broken.why})
            self.outside.append(Defect("xml_broken", message, CellReference("", broken.line, "/lheo"), "", hint))
        self.outside.extend(self._pending_references.values())

    def _read_heading(self) -> bytes:
        heading = CatalogueHeading()
        first = b""
        for block in self._blocks:
            first += block
            heading.take(block)
            if heading.version:
                break
            if len(first) > limits.RATIO_FROM_BYTES:
                raise unreadable_catalogue("not_xml", "Le fichier ne contient aucun élément dans ses premières pages.")
        heading.end()
        self.version = heading.version
        return first

    def _checked_group(self, group: list[StreamedTraining]) -> Iterator[CheckedTraining]:
        for part in group:
            self._translation.to_norm(part.element)
        are_valid = [self._strict.validate(part.element) for part in group]
        for checked in [self._checked_training(*each) for each in zip(group, are_valid, strict=True)]:
            self.trainings += 1
            yield checked

    def _checked_training(self, part: StreamedTraining, is_strictly_valid: bool) -> CheckedTraining:
        element = part.element
        self._current = part
        all_findings = list(self._cross_checker.findings(element, is_valid=is_strictly_valid))
        if not is_strictly_valid:
            number_findings = list(self._numbers.normalise(element))
            is_valid = bool(number_findings) and self._strict.validate(element)
            all_findings = [*number_findings, *(() if is_valid else self._detailed_findings(element)), *all_findings]
        for family, code, node in self._codes.new_codes(element) if self._codes else ():
            self.codes.append(ExternalCode(family, code, part.shift + node_line(node), self._path(node, part)))
        findings = tuple(each for each in all_findings if self._should_report(each)) if all_findings else ()
        defects = tuple(self._defect_from_finding(each, part) for each in findings) if findings else ()
        line = part.shift + node_line(element)
        return CheckedTraining(element, part.rank, line, defects, findings)

    def _detailed_findings(self, element: _Element) -> Iterator[CatalogueFinding]:
        """Findings of the slow structure check, else what the published schema refuses."""
        seen = list(structure_findings(element, self.norm))
        yield from seen
        published = schema(self.version, strict=False)
        # A copy: the identifiers that a validation meets stay in the document, where other trainings of the group are.
        if all(each.code in ADVICE for each in seen) and not published.validate(deepcopy(element)):
            yield from _schema_findings(element, published)
        yield from self._identifier_findings(element)

    def _identifier_findings(self, element: _Element) -> Iterator[CatalogueFinding]:
        """Identifiers must be unique in a file. A target may come later, so missing ones are reported at the end."""
        for node in element.iter(etree.Element):
            name = node.get("id")
            if name is not None:
                if name in self._identifiers:
                    yield CatalogueFinding("id_twice", node, name)
                self._identifiers.add(name)
                self._pending_references.pop(name, None)
        for node in element.iter(etree.Element):
            target = node.get("idref")
            if (
                target is not None
                and target not in self._identifiers
                and len(self._pending_references) < limits.MAX_LISTED_ADVICE
            ):
                self._pending_references[target] = self._defect_from_finding(
                    CatalogueFinding("idref", node, target), self._current
                )

    def _should_report(self, finding: CatalogueFinding) -> bool:
        """A funder code that changed its meaning is reported once per file."""
        if finding.code != "funder_renamed":
            return True
        is_known = finding.value in self._reported_funders
        self._reported_funders.add(finding.value)
        return not is_known

    def _check_outside(self, part: StreamedShell) -> None:
        for finding in structure_findings(part.root, self.norm, shells=True):
            if finding.code == "missing_element" and not (part.is_last and self.trainings == 0):
                continue
            self.outside.append(self._defect_from_finding(finding, StreamedTraining(part.root, part.rank, part.shift)))

    def _defect_from_finding(self, finding: CatalogueFinding, part: StreamedTraining) -> Defect:
        line = part.shift + node_line(finding.element)
        value = self._translation.as_written(finding.element, finding.value)
        message, hint = finding_message(finding.code, value, finding.words)
        value = value if len(value) <= limits.MAX_VALUE else f"{value[: limits.MAX_VALUE - 1]}…"
        cell = CellReference("", line, self._path(finding.element, part))
        severity = Severity.WARNING if finding.code in ADVICE else Severity.ERROR
        return Defect(finding.code, message, cell, value, hint, severity)

    def _path(self, element: _Element, part: StreamedTraining) -> str:
        """« /lheo/offres/formation[12]/action[1]/session[2]/periode/debut »."""
        steps: list[str] = []
        node: _Element | None = element
        while node is not None:
            parent = node.getparent()
            name = str(node.tag).rpartition("}")[2]
            if name == "formation" and parent is not None and parent.getparent() is not None:
                rank = part.rank if node is part.element else part.rank + _preceding_count(node)
                steps.append(f"formation[{rank}]")
            elif parent is not None and self._repeats(parent, name):
                steps.append(f"{name}[{1 + _preceding_count(node)}]")
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


def node_line(node: Any) -> int:
    """Line counted by the parser. (The type stubs lack this attribute.)"""
    return int(node.sourceline or 0)


def _preceding_count(node: _Element) -> int:
    """Number of preceding siblings with the same name."""
    return sum(1 for _ in node.itersiblings(str(node.tag), preceding=True))


def _chain_blocks(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _schema_findings(element: _Element, published: etree.XMLSchema) -> Iterator[CatalogueFinding]:
    """What libxml2 refused, located by the line of its message, when no other rule explains it."""
    log: Any = published.error_log
    lines = {int(entry.line) for entry in log}
    nodes = [node for node in element.iter(etree.Element) if node_line(node) in lines]
    for node in nodes[:1] or [element]:
        yield CatalogueFinding("schema", node, str(node.tag).rpartition("}")[2])
