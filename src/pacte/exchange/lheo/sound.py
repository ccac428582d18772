"""A file is read once for nothing before it is imported: what is cut or malformed must not enter by halves. Pure."""

from __future__ import annotations

from typing import IO
from xml.parsers import expat

from pacte.exchange.lheo.heading import Heading
from pacte.exchange.lheo.opening import blocks, refused


def must_be_sound(source: IO[bytes]) -> None:
    """Raises ``Unreadable`` when the file is no LHÉO catalogue, or is not well formed to its last sign."""
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
        what = f"Le fichier {where} la ligne {error.lineno}."
        raise refused("xml_broken", what, "Rien n’a été importé.", "Faites-le produire de nouveau.") from error


_CUT = (3, 5, 20)
"""Expat: no element found, unclosed token, unclosed CDATA section."""
