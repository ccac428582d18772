"""XML helpers: children by tag, text of a child, names without namespace. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from lxml import etree
from lxml.etree import _Element

from pacte.exchange.lheo.copy_text import escape_copy_text

Group = dict[str, list[_Element]]

# Not ``xml.sax.saxutils``, which imports clients of the network: a worker starts for each file.
_ATTRIBUTE_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)


class QualifiedNames(dict[str, str]):
    """Cache of qualified names: « action » → « {http://…}action »."""

    def __init__(self, namespace: str) -> None:
        super().__init__()
        self._namespace = namespace

    def __missing__(self, name: str) -> str:
        self[name] = f"{{{self._namespace}}}{name}"
        return self[name]


def children_by_tag(element: _Element) -> Group:
    """Children by tag, in order."""
    children: Group = {}
    for child in element:
        tag = child.tag
        if tag in children:
            children[tag].append(child)
        else:
            children[tag] = [child]
    return children


def raw_in(group: Group, tag: str) -> str:
    """Text of the first child of that tag, unchanged."""
    return (group[tag][0].text or "") if tag in group else ""


def text_in(group: Group, tag: str) -> str:
    """The same, escaped for COPY."""
    return escape_copy_text(group[tag][0].text or "") if tag in group else ""


def first_inner(group: Group, tag: str, inner: str) -> _Element | None:
    """First « inner » within the first « tag »."""
    return next(group[tag][0].iterchildren(inner), None) if tag in group else None


def integers_in(elements: Iterable[_Element], inner: str) -> list[int]:
    """Those of the « inner » children of each element."""
    return [int(node.text or 0) for each in elements for node in each.iterchildren(inner)]


def extra_texts(extras: _Element, info: str) -> Iterator[str]:
    """Texts of the « extra » elements of this « info »."""
    for node in extras.iter(etree.Element):
        if node.get("info") == info and node.text:
            yield node.text.strip()


def quoted_attribute(value: str) -> str:
    """The value of an attribute as XML, with its quotes."""
    return f'"{value.translate(_ATTRIBUTE_ESCAPES)}"'


def local_name(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2]


def short_digest(line: bytes) -> str:
    return hashlib.blake2b(line, digest_size=16).hexdigest()
