"""Parses the XML of a workbook with expat. DTDs, entities and inclusions are refused: no workbook needs them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from xml.parsers import expat

from pacte.exchange import limits
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.spreadsheet.zip_archive import SAVE_AGAIN

StartHandler = Callable[[str, Mapping[str, str]], None]
EndHandler = Callable[[str], None]
TextHandler = Callable[[str], None]

_ENCODINGS = frozenset({"utf-8", "utf8", "utf-16", "us-ascii", "ascii"})
LATIN = frozenset({"iso-8859-1", "iso-8859-15", "windows-1252"})
"""Encodings in which French administrations still write XML."""
_INCLUSION = "http://www.w3.org/2001/XInclude"
_PROLOG_BYTES = 64 * 1024


def _ignore(*_: object) -> None:
    return None


def walk_xml(
    data: bytes,
    member: str,
    start: StartHandler,
    end: EndHandler = _ignore,
    text: TextHandler = _ignore,
    *,
    encodings: frozenset[str] = _ENCODINGS,
) -> None:
    """Calls ``start(tag, attributes)``, ``end(tag)``, ``text(run)``, with names stripped of their namespace."""
    parser = _strict_parser(member, encodings)
    depth = 0

    def on_start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > limits.MAX_XML_DEPTH:
            raise _forbidden_xml_error(member, "emboîte ses éléments sans fin")
        space, _, tag = name.rpartition(" ")
        if space == _INCLUSION:
            raise _forbidden_xml_error(member, "demande d'inclure un autre fichier")
        start(tag, {key.rpartition(" ")[2]: value for key, value in attributes.items()})

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        end(name.rpartition(" ")[2])

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise UnreadableFile(
            "xml_broken",
            f"« {member} » est abîmé (ligne {error.lineno}, signe {error.offset + 1}).",
            "Le fichier est incomplet, ou a été retouché à la main.",
            SAVE_AGAIN,
        ) from error


def check_prolog(data: bytes, member: str) -> None:
    """Refuses a DOCTYPE in a part that is not parsed further: it can only come before the first element.

    Such parts (custom properties) may legally hold processing instructions and more: only a DTD is refused.
    """
    parser = expat.ParserCreate()
    _guard(parser, member, _ENCODINGS)
    with contextlib.suppress(expat.ExpatError):
        parser.Parse(data[:_PROLOG_BYTES], False)


def _guard(parser: expat.XMLParserType, member: str, encodings: frozenset[str]) -> None:
    def doctype(*_: object) -> None:
        raise _forbidden_xml_error(member, "déclare un DOCTYPE")

    def declared(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in encodings:
            raise _forbidden_xml_error(member, f"se dit écrite en « {encoding[:20]} »")

    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    parser.XmlDeclHandler = declared


def _strict_parser(member: str, encodings: frozenset[str]) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    _guard(parser, member, encodings)

    def instruction(*_: object) -> None:
        raise _forbidden_xml_error(member, "porte une instruction de traitement")

    parser.ProcessingInstructionHandler = instruction
    return parser


def _forbidden_xml_error(member: str, does: str) -> UnreadableFile:
    return UnreadableFile(
        "xml_forbidden",
        f"« {member} » {does}.",
        "Un outil honnête n'écrit jamais cela ; c'est ainsi que l'on fait lire ou enfler d'autres fichiers.",
        SAVE_AGAIN,
    )
