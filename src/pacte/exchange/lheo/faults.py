"""Faults of one training: what keeps it out of the catalogue, with what a correction needs to know of each.

Reads a document: in the sandbox only.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from lxml.etree import _Element

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.checker import CatalogueChecker, CheckedTraining
from pacte.exchange.lheo.records import CatalogueFinding
from pacte.exchange.lheo.structure import Structure
from pacte.exchange.lheo.wording import REQUIRED_FOR_IMPORT, finding_message
from pacte.exchange.lheo.xml_source import unreadable_catalogue
from pacte.kernel.defects import Defect

Address = tuple[int, ...]
"""Rank of an element among the elements of its parent, at each level below the training."""

Signature = tuple[str, str, str]
"""Rule, path without ranks, value read: what is written alike in two trainings has the same."""

_RANK = re.compile(r"\[[0-9]+\]")
_SHOWN_TEXT = 80


@dataclass(frozen=True, slots=True)
class Fault:
    """One defect of a training that is not an advice. ``element`` and ``parent`` are names of the norm.

    ``texts``: what is written now in the element, in the start and end of a period, or in each element that is repeated
    too often. ``is_optional``: the norm allows that the element is removed. ``value``: what was read, in full.
    """

    code: str
    path: str
    element: str
    value: str
    message: str
    hint: str
    parent: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    texts: tuple[str, ...] = ()
    is_optional: bool = False

    @property
    def signature(self) -> Signature:
        return defect_signature(self.code, self.path, self.value)

    def plain(self) -> dict[str, object]:
        return asdict(self)


def fault_from_plain(raw: object) -> Fault:
    """The fault that ``plain`` wrote. Raises ``ValueError`` when the shape is another one."""
    match raw:
        case {
            "code": str(code), "path": str(path), "element": str(element), "value": str(value),
            "message": str(message), "hint": str(hint), "parent": str(parent), "words": dict(words),
            "texts": list(texts), "is_optional": bool(is_optional),
        } if all(isinstance(each, str) for each in (*words.values(), *texts)):  # fmt: skip
            return Fault(
                code, path, element, value, message, hint, parent, words, tuple(texts), is_optional
            )  # fmt: skip
    raise ValueError("not a fault")


def defect_signature(code: str, path: str, value: str) -> Signature:
    """Long values are compared by their beginning, like in a stored defect."""
    short = value if len(value) <= limits.MAX_VALUE else f"{value[: limits.MAX_VALUE - 1]}…"
    return code, _RANK.sub("", path), short


def training_faults(document: bytes) -> list[tuple[Fault, Address]]:
    """Faults of the only training of the document, each with the address of its element, in the order of the document.

    Raises ``UnreadableFile`` when the document is not well formed, or holds anything but one training.
    """
    check = CatalogueChecker(io.BytesIO(document), with_codes=False)
    faults: list[tuple[Fault, Address]] = []
    for training in check:
        faults += _faults_of(training, check.norm)
    if check.trainings != 1 or any(each.is_error for each in check.outside):
        raise unreadable_catalogue("one_training", "Le texte ne contient pas une formation, et une seule.")
    return sorted(faults, key=lambda each: each[1])


def element_address(node: _Element, top: _Element) -> Address:
    ranks: list[int] = []
    while node is not top:
        parent = node.getparent()
        assert parent is not None
        ranks.append(child_elements(parent).index(node))
        node = parent
    return tuple(reversed(ranks))


def element_at(top: _Element, address: Address) -> _Element:
    for rank in address:
        top = child_elements(top)[rank]
    return top


def child_elements(parent: _Element) -> list[_Element]:
    """Its children without comments and instructions, which the check never sees."""
    return [each for each in parent if isinstance(each.tag, str)]


def _faults_of(training: CheckedTraining, norm: Structure) -> Iterator[tuple[Fault, Address]]:
    for finding, defect in zip(training.findings, training.defects, strict=True):
        if defect.is_error or defect.code in REQUIRED_FOR_IMPORT:
            node: _Element = finding.element
            yield _fault(finding, defect, norm), element_address(node, training.element)


def _fault(finding: CatalogueFinding, defect: Defect, norm: Structure) -> Fault:
    node: _Element = finding.element
    parent = node.getparent()
    message, hint = finding_message(finding.code, finding.value, finding.words)
    return Fault(
        code=finding.code,
        path=defect.column,
        element=_local(node),
        value=finding.value,
        message=message,
        hint=hint,
        parent=_local(parent) if parent is not None else "",
        words={**finding.words},
        texts=_texts(finding, norm),
        is_optional=removable_element(node, norm) is not None,
    )


def _texts(finding: CatalogueFinding, norm: Structure) -> tuple[str, ...]:
    node: _Element = finding.element
    tag = f"{{{norm.namespace}}}"
    if finding.code == "too_many":
        return tuple(_summary(each) for each in node.iterchildren(f"{tag}{finding.words['name']}"))
    if finding.code == "period_order":
        return tuple((node.findtext(f"{tag}{name}") or "").strip() for name in ("debut", "fin"))
    return (node.text or "",) if not len(node) else ()


def _summary(node: _Element) -> str:
    text = " ".join(" ".join(str(each) for each in node.itertext()).split())
    return text if len(text) <= _SHOWN_TEXT else f"{text[: _SHOWN_TEXT - 1]}…"


def removable_element(node: _Element, norm: Structure) -> _Element | None:
    """The element, or the one that it fills alone, when the norm allows that it is removed; None otherwise."""
    parent = node.getparent()
    while parent is not None and _local(node) != "formation":
        definition = norm.elements.get(_local(parent))
        child = next((each for each in definition.children if each.name == _local(node)), None) if definition else None
        if child is None:
            return None
        alike = [each for each in child_elements(parent) if each.tag == node.tag]
        if len(alike) > child.minimum:
            return node
        if len(child_elements(parent)) > 1:
            return None
        node, parent = parent, parent.getparent()
    return None


def _local(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2]
