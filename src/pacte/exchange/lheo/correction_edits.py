"""Applies corrections to the text of a training. What they do not name stays as it was written.

Reads a text from outside: in the sandbox only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.etree import SubElement, _Element

from pacte.exchange.lheo.corrections import EditKind, XmlEdit, edit_from_plain
from pacte.exchange.lheo.faults import Address, Fault, child_elements, element_at, removable_element, training_faults
from pacte.exchange.lheo.structure import Structure
from pacte.exchange.lheo.training_text import norm_of_text, training_document

_DEFAULT_FORMACODE_VERSION = "V14"


@dataclass(frozen=True, slots=True)
class CorrectionAnswer:
    """Edits for the faults of these ``ranks``, for those that are written like ``alike`` (rule, path without ranks and
    whole value), or for the training itself when both are empty.
    """

    edits: tuple[XmlEdit, ...]
    ranks: tuple[int, ...] = ()
    alike: tuple[str, ...] = ()

    def plain(self) -> dict[str, object]:
        return {"edits": [each.plain() for each in self.edits], "ranks": list(self.ranks), "alike": list(self.alike)}

    def addresses(self, faults: Sequence[tuple[Fault, Address]]) -> list[Address]:
        if self.alike:
            return [address for fault, address in faults if (*fault.signature[:2], fault.value) == self.alike]
        return [faults[rank][1] for rank in self.ranks if rank < len(faults)] if self.ranks else [()]


def answer_from_plain(raw: object) -> CorrectionAnswer:
    """The answer that ``plain`` wrote. Raises ``ValueError`` when the shape is another one."""
    match raw:
        case {"edits": list(edits), "ranks": list(ranks), "alike": list(alike)}:
            return CorrectionAnswer(
                tuple(edit_from_plain(each) for each in edits), tuple(map(int, ranks)), tuple(map(str, alike))
            )
    raise ValueError("not an answer")


def corrected_text(text: str, answers: Iterable[CorrectionAnswer]) -> str:
    """The text with the answers applied; the same text when they name nothing in it.

    Raises ``UnreadableFile`` when the text is not one training.
    """
    norm = norm_of_text(text)
    document = training_document([text])
    faults = training_faults(document)
    training = _parsed_training(document)
    # All places are found before the first change moves any of them.
    edits = [
        (element_at(training, address), edit)
        for answer in answers
        for address in answer.addresses(faults)
        for edit in answer.edits
    ]
    if not edits:
        return text
    editor = _TrainingEditor(training, norm)
    for element, edit in edits:
        editor.apply(element, edit)
    return etree.tostring(training, encoding="unicode", with_tail=False)


class _TrainingEditor:
    """Applies edits to one training. Elements that they add are shared: the start and the end of one new period."""

    def __init__(self, training: _Element, norm: Structure) -> None:
        self._training, self._norm = training, norm
        self._added: dict[tuple[_Element, str], _Element] = {}

    def apply(self, element: _Element, edit: XmlEdit) -> None:
        match edit.kind:
            case EditKind.SET_TEXT:
                self._set_text(element, edit)
            case EditKind.SET_ATTRIBUTE:
                element.set(edit.path[-1][1:], edit.value)
            case EditKind.ADD:
                self._add(element, edit)
            case EditKind.REMOVE:
                self._remove_whole(element)
            case EditKind.REMOVE_ATTRIBUTE:
                _remove_attribute(element, edit.path[-1][1:])
            case EditKind.RENAME:
                element.tag = self._tag(edit.value)
            case EditKind.REORDER:
                self._reorder(element)
            case EditKind.CLEAR_TEXT:
                _clear_text(element)
            case EditKind.KEEP:
                self._keep(element, edit)

    def _remove_whole(self, element: _Element) -> None:
        whole = removable_element(element, self._norm)
        _remove(element if whole is None else whole)

    def _set_text(self, element: _Element, edit: XmlEdit) -> None:
        for name in edit.path:
            child = next(element.iterchildren(self._tag(name)), None)
            if child is None:
                return
            element = child
        element.text = edit.value

    def _add(self, parent: _Element, edit: XmlEdit) -> None:
        first, *below = edit.path
        top = self._added.get((parent, first))
        if top is None:
            top = self._added[parent, first] = self._skeleton(first)
            self._insert(parent, top)
        node = top
        for name in below:
            if name.startswith("@"):
                node.set(name[1:], edit.value)
                return
            node = next(node.iterchildren(self._tag(name)))
        if self._norm.elements[edit.path[-1]].is_leaf:
            node.text = edit.value

    def _skeleton(self, name: str, parent: _Element | None = None) -> _Element:
        """The element with all that it cannot be without, values empty."""
        tag = self._tag(name)
        spaces: Any = self._training.nsmap
        element = etree.Element(tag, nsmap=spaces) if parent is None else SubElement(parent, tag)
        definition = self._norm.elements[name]
        for attribute in definition.needs:
            element.set(attribute, self._formacode_version())
        for child in definition.children:
            if child.minimum:
                self._skeleton(child.name, element)
        return element

    def _formacode_version(self) -> str:
        """The version that the other codes of the training have."""
        needing = [self._tag(each.name) for each in self._norm.elements.values() if each.needs]
        return next(
            (version for node in self._training.iter(*needing) if (version := node.get("ref"))),
            _DEFAULT_FORMACODE_VERSION,
        )

    def _insert(self, parent: _Element, child: _Element) -> None:
        rank = self._place(parent, child)
        before = [position for position, each in enumerate(parent) if self._place(parent, each) <= rank]
        position = max(before, default=-1) + 1
        child.tail = parent[position - 1].tail if position else parent.text
        parent.insert(position, child)

    def _reorder(self, element: _Element) -> None:
        """Moves the children of the parent to their places: those of one name keep their order."""
        parent = element.getparent()
        if parent is None:
            return
        tails = [each.tail for each in parent]
        for position, each in enumerate(sorted(parent, key=lambda each: self._place(parent, each))):
            parent.insert(position, each)
        for each, tail in zip(parent, tails, strict=True):
            each.tail = tail

    def _place(self, parent: _Element, child: _Element) -> int:
        return self._norm.places.get((_local(parent), _local(child)), len(self._norm.places))

    def _keep(self, parent: _Element, edit: XmlEdit) -> None:
        ranks = set(edit.value.split(","))
        for rank, child in enumerate(list(parent.iterchildren(self._tag(edit.path[0])))):
            if str(rank) not in ranks:
                _remove(child)

    def _tag(self, name: str) -> str:
        return f"{{{self._norm.namespace}}}{name}"


def _remove(element: _Element) -> None:
    """Removes the element, and keeps the text after it."""
    parent = element.getparent()
    if parent is None:
        return
    tail = element.tail
    if tail and tail.strip():
        previous = element.getprevious()
        if previous is not None:
            previous.tail = (previous.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
    parent.remove(element)


def _remove_attribute(element: _Element, name: str) -> None:
    """The one of another namespace goes first: the norm has none."""
    alike = sorted((str(key) for key in element.attrib if str(key).rpartition("}")[2] == name), reverse=True)
    for key in alike[:1]:
        del element.attrib[key]


def _clear_text(element: _Element) -> None:
    """Removes the text between the children, not what spaces them."""
    if element.text and element.text.strip():
        element.text = None
    for child in element:
        if child.tail and child.tail.strip():
            child.tail = None


def _parsed_training(document: bytes) -> _Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=False,
    )
    root = etree.fromstring(document, parser)
    return child_elements(child_elements(root)[0])[0]


def _local(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2]
