"""Slow structure check of a part of a document: compares each element with the structure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml.etree import _Element

from pacte.exchange.lheo.records import CatalogueFinding
from pacte.exchange.lheo.similar_names import closest_name
from pacte.exchange.lheo.structure import VERSIONS, Child, Element, ElementKind, Structure, structure
from pacte.exchange.lheo.values import attribute_findings, value_findings

_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
_ALLOWED_ANYWHERE = frozenset({f"{_XSI}schemaLocation", f"{_XSI}noNamespaceSchemaLocation"})


def structure_findings(top: _Element, norm: Structure, *, shells: bool = False) -> Iterator[CatalogueFinding]:
    """Findings on the structure and values of ``top`` and its descendants.

    ``shells``: trainings are already checked and emptied; they are counted but not entered.
    """
    prefix = f"{{{norm.namespace}}}"
    name = _local(top, prefix)
    todo: list[tuple[_Element, Element]] = []
    if name in norm.elements:
        todo.append((top, norm.elements[name]))
    else:
        yield _unexpected_element(top, "", norm)
    while todo:
        element, definition = todo.pop()
        yield from _attributes(element, definition)
        if definition.kind is ElementKind.ANYTHING or (shells and definition.name == "formation"):
            continue
        if definition.is_leaf:
            yield from _leaf(element, definition, norm, prefix)
            continue
        yield from _stray_text(element)
        known: list[tuple[_Element, Element]] = []
        names: list[str] = []
        for child in element:
            child_name = _local(child, prefix)
            names.append(child_name)
            if (definition.name, child_name) in norm.places or (
                definition.kind is ElementKind.MIX and child_name in ("extras", "extra")
            ):
                known.append((child, norm.elements[child_name]))
            else:
                yield _unexpected_element(child, definition.name, norm)
        if definition.kind is ElementKind.SEQUENCE:
            yield from _order(element, definition, names, norm)
        todo.extend(reversed(known))


def _local(element: _Element, prefix: str) -> str:
    """The local name within the norm; « {other}name » for another namespace."""
    tag = str(element.tag)
    return tag[len(prefix) :] if tag.startswith(prefix) else tag


def _unexpected_element(element: _Element, parent: str, norm: Structure) -> CatalogueFinding:
    tag = str(element.tag)
    name = tag.rpartition("}")[2]
    words = {"parent": parent, "name": name}
    if not tag.startswith(f"{{{norm.namespace}}}"):
        return CatalogueFinding("namespace", element, tag, words)
    if name in norm.elements:
        return CatalogueFinding("misplaced_element", element, name, words)
    if norm.version != VERSIONS[0] and name in structure(VERSIONS[0]).elements:
        return CatalogueFinding("newer_element", element, name, words | {"version": norm.version, "newer": VERSIONS[0]})
    siblings = [child.name for child in norm.elements[parent].children] if parent in norm.elements else []
    near = closest_name(name, siblings) or closest_name(name, list(norm.elements))
    return CatalogueFinding("unknown_element", element, name, words | {"near": near})


def _order(element: _Element, definition: Element, names: list[str], norm: Structure) -> Iterator[CatalogueFinding]:
    """Checks the order and number of children."""
    reached = -1
    out_of_order: set[str] = set()
    for child, name in zip(element, names, strict=True):
        rank = norm.places.get((definition.name, name))
        if rank is None:
            continue
        if rank < reached and name not in out_of_order:
            out_of_order.add(name)
            words = {"name": name, "after": definition.children[reached].name, "parent": definition.name}
            yield CatalogueFinding("wrong_order", child, name, words)
        reached = max(reached, rank)
    counts = Counter(names)
    for expected in definition.children:
        yield from _count(element, definition, expected, counts[expected.name])


def _count(element: _Element, definition: Element, expected: Child, count: int) -> Iterator[CatalogueFinding]:
    words = {"name": expected.name, "parent": definition.name}
    if count < expected.minimum:
        yield CatalogueFinding("missing_element", element, expected.name, words)
    if expected.maximum is not None and count > expected.maximum:
        yield CatalogueFinding("too_many", element, str(count), words | {"limit": str(expected.maximum)})


def _attributes(element: _Element, definition: Element) -> Iterator[CatalogueFinding]:
    for name, value in element.attrib.items():
        key, text = str(name), str(value)
        if key in definition.attributes:
            yield from attribute_findings(element, definition, key, text)
        elif key not in _ALLOWED_ANYWHERE and definition.kind is not ElementKind.ANYTHING:
            yield CatalogueFinding("unknown_attribute", element, key.rpartition("}")[2], {"name": definition.name})
    for needed in definition.needs:
        if needed not in element.attrib:
            yield CatalogueFinding("formacode_version", element, "", {"name": definition.name})


def _leaf(element: _Element, definition: Element, norm: Structure, prefix: str) -> Iterator[CatalogueFinding]:
    for child in element:
        name = _local(child, prefix)
        yield CatalogueFinding("misplaced_element", child, name, {"name": name, "parent": definition.name})
    if not len(element):
        yield from value_findings(element, definition, norm, element.text or "")


def _stray_text(element: _Element) -> Iterator[CatalogueFinding]:
    """Checks that there is only white space between children."""
    texts = [element.text, *(child.tail for child in element)]
    stray = " ".join(text.strip() for text in texts if text and text.strip(" \t\r\n"))
    if stray:
        yield CatalogueFinding("stray_text", element, stray[:80])
