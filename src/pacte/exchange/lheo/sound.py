"""A file is looked at before it is imported: what is cut or malformed must not enter by halves. Pure.

A file of one region is read through. A national one would take too long: what happens to it is to be cut on its
way, so its end is looked at; if it is malformed in its middle, the trainings before that place enter, each whole, and
nothing is closed.
"""

from __future__ import annotations

import os
import re
from typing import IO
from xml.parsers import expat

from pacte.exchange.lheo import limits
from pacte.exchange.lheo.heading import Heading
from pacte.exchange.lheo.opening import blocks, refused
from pacte.exchange.unreadable import Unreadable

_CUT = (3, 5, 20)
"""Expat: no element found, unclosed token, unclosed CDATA section."""

_PLAIN = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<[?!a-zA-Z]")
_ENDING = re.compile(rb"</(?:[\w.-]+:)?lheo\s*>\s*(?:<!--.*?-->\s*)*$", re.S)
_LAST_BYTES = 64 * 1024


def must_be_sound(source: IO[bytes], *, read_twice: int = limits.MAX_BYTES_READ_TWICE) -> None:
    """Raises ``Unreadable`` when the file is no LHÉO catalogue, or is not well formed to its last sign."""
    size = source.seek(0, os.SEEK_END)
    source.seek(0)
    is_plain = bool(_PLAIN.match(source.read(200)))
    source.seek(0)
    if size > read_twice and is_plain:
        _head_and_end(source, size)
    else:
        _whole(source)


def _whole(source: IO[bytes]) -> None:
    heading = Heading()
    parser = expat.ParserCreate("utf-8")
    try:
        for block in blocks(source):
            if not heading.version:
                heading.take(block)
            parser.Parse(block, False)
        heading.end()
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        cut = error.code in _CUT
        where = "s’arrête avant sa fin, à" if cut else "n’est plus lisible à partir de"
        raise _broken(f"Le fichier {where} la ligne {error.lineno}.") from error


def _head_and_end(source: IO[bytes], size: int) -> None:
    heading = Heading()
    for block in blocks(source):
        heading.take(block)
        if heading.version or source.tell() > limits.MAX_BYTES_WITHOUT_A_TRAINING:
            break
    heading.end()
    source.seek(max(0, size - _LAST_BYTES))
    if not _ENDING.search(source.read()):
        raise _broken("Le fichier s’arrête avant sa fin.")


def _broken(what: str) -> Unreadable:
    return refused("xml_broken", what, "Rien n’a été importé.", "Faites-le produire de nouveau.")
