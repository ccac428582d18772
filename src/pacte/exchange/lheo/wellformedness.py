"""Checks that a whole file is well formed before its import, so that no file is imported in part. Pure.

The parser of the import is four times as fast when nobody asks for a tree, and then accepts what it refuses in one:
depth, sizes, ``xml:id``. A file with signs of those is also read as the import reads it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from lxml import etree

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo import limits
from pacte.exchange.lheo.catalogue_heading import CatalogueHeading
from pacte.exchange.lheo.stream import PARSER_OPTIONS, BrokenXml, CatalogueStream, first_error
from pacte.exchange.lheo.structure import structure
from pacte.exchange.lheo.xml_source import unreadable_catalogue, xml_blocks

_TRAINING_END = b"</formation>"
_OTHER_XML_VERSION = re.compile(rb"""^\s*<\?xml\s+version\s*=\s*["'](?!1\.0)""")
_DEEP_NESTING = b"</extra></extra></extra></extra>"
"""Only « extra » has free content. A catalogue is at most 12 levels deep; libxml2 stops at 256."""


@dataclass(frozen=True, slots=True)
class FileScan:
    """``numbers`` of its trainings, when requested. ``is_ours``: the file declares that pacte exported it.

    ``trainings``: their number when the file writes them without a prefix; for whoever watches.
    """

    is_ours: bool
    numbers: set[str]
    trainings: int = 0


def check_wellformed(source: IO[bytes], *, with_numbers: bool = False) -> FileScan:
    """Raises ``UnreadableFile`` when the file is not a LHÉO catalogue or is not well formed to its end."""
    heading, signs, numbers = CatalogueHeading(), _RiskSigns(), set[str]()
    target: Any = _NumberTarget(numbers) if with_numbers else _NoTarget()
    # With namespaces: an undeclared prefix is not well formed either.
    parser = etree.XMLParser(target=target, **PARSER_OPTIONS)
    try:
        for block in xml_blocks(source):
            if not heading.version:
                heading.take(block)
            parser.feed(block)
            signs.take(block)
        parser.close()
        is_broken = first_error(parser.feed_error_log) is not None
    except etree.XMLSyntaxError:
        is_broken = True
    heading.end()
    if is_broken or signs.needs_full_parse:
        _parse_like_import(source, heading.version)
    return FileScan(heading.is_ours, numbers, signs.trainings)


class _NoTarget:
    """Without any method for starts or texts, the parser makes nothing of them."""

    def close(self) -> None:
        pass


class _NumberTarget(_NoTarget):
    def __init__(self, numbers: set[str]) -> None:
        self._numbers = numbers

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag.endswith("}formation"):
            self._numbers.add(attributes.get("numero", ""))


class _RiskSigns:
    """Cheap signs of what the parser of the import refuses. False positives only cost the full parse that follows."""

    def __init__(self) -> None:
        self.needs_full_parse, self.trainings, self._tail = False, 0, b""
        self._since_training = 0
        self._is_first = True

    def take(self, block: bytes) -> None:
        self._count_trainings(block)
        if self.needs_full_parse:
            return
        last = block.rfind(b"formation>")
        self._since_training = len(block) - last if last >= 0 else self._since_training + len(block)
        self.needs_full_parse = (
            self._since_training > limits.BYTES_BEFORE_FULL_PARSE
            or b"xml:id" in block
            or (self._is_first and bool(_OTHER_XML_VERSION.match(block)))
            or _DEEP_NESTING in block
        )
        self._is_first = False

    def _count_trainings(self, block: bytes) -> None:
        split = len(_TRAINING_END) - 1
        self.trainings += block.count(_TRAINING_END) + (self._tail + block[:split]).count(_TRAINING_END)
        self._tail = block[-split:]


def _parse_like_import(source: IO[bytes], version: str) -> None:
    source.seek(0)
    try:
        for _ in CatalogueStream(xml_blocks(source), structure(version).namespace):
            pass
    except BrokenXml as error:
        raise _broken_xml_error(error.line, error.why, is_cut=error.is_cut) from error


def _broken_xml_error(line: int, why: str, *, is_cut: bool) -> UnreadableFile:
    what = f"s’arrête avant sa fin, à la ligne {line}" if is_cut else f"n’est plus lisible à partir de la ligne {line}"
    because = f" : {why}" if why and not is_cut else ""
    return unreadable_catalogue(
        "xml_broken", f"Le fichier {what}{because}.", "Rien n’a été importé.", "Faites-le produire de nouveau."
    )
