"""Decodes bytes: UTF-8, UTF-16 with a BOM, Windows French. Anything ambiguous is refused, with its line."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from charset_normalizer import from_bytes

from pacte.exchange.errors import UnreadableFile

SAVE_AS_UTF8 = "Enregistrez le fichier au format « CSV UTF-8 (délimité par des virgules) », puis déposez-le."
_FRENCH_CHARACTERS = frozenset(" «»àâäæçéèêëîïôöœùûüÿÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜŸ°²³€’‘“”–—…•·º±×½¼¾§µ­")
_SINGLE_BYTE_ENCODINGS = ("mac_roman", "cp850", "iso8859_15", "cp1252")
# The sandboxed process cannot open files: codecs are loaded with the module.
for _name in (*_SINGLE_BYTE_ENCODINGS, "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "ascii"):
    codecs.lookup(_name)


@dataclass(frozen=True, slots=True)
class DecodedText:
    text: str
    encoding: str


def decode_text(data: bytes) -> DecodedText:
    if data.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        raise _unknown_encoding_error("Le fichier est écrit en UTF-32.")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return DecodedText(_refuse_nul(_decode_utf16(data)), "utf-16")
    if data.startswith((b"+/v8", b"+/v9", b"+/v+", b"+/v/")):
        raise _unknown_encoding_error("Le fichier est écrit en UTF-7.")
    if b"\x00" in data:
        line = data.count(b"\n", 0, data.index(b"\x00")) + 1
        raise UnreadableFile(
            "text_nul",
            f"La ligne {line} du fichier contient un signe nul.",
            "Ce n'est pas du texte, ou c'est de l'UTF-16 sans sa marque.",
            SAVE_AS_UTF8,
            row=line,
        )
    try:
        return DecodedText(data.decode("utf-8-sig"), "utf-8")
    except UnicodeDecodeError as error:
        return _decode_single_byte(data, error.start)


def _decode_utf16(data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            "text_encoding",
            f"La ligne {line} du fichier n'est pas de l'UTF-16.",
            "Le fichier est coupé ou abîmé.",
            SAVE_AS_UTF8,
            row=line,
        ) from error


def _refuse_nul(text: str) -> str:
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise UnreadableFile(
            "text_nul",
            f"La ligne {line} du fichier contient un signe nul.",
            "Ce n'est pas du texte.",
            SAVE_AS_UTF8,
            row=line,
        )
    return text


def _decode_single_byte(data: bytes, error_position: int) -> DecodedText:
    line = data.count(b"\n", 0, error_position) + 1
    lenient = data.decode("utf-8", errors="replace")
    wrong = lenient.count("\ufffd")
    # A few bytes of another encoding may look like UTF-8 by chance: the majority of the accents decides.
    if sum(1 for sign in lenient if not sign.isascii()) - wrong > wrong:
        raise UnreadableFile(
            "text_mixed",
            f"La ligne {line} du fichier n'est pas écrite comme les autres.",
            "Deux encodages s'y mêlent (UTF-8 et un autre) : des accents seraient faux.",
            SAVE_AS_UTF8,
            row=line,
        )
    try:
        windows = data.decode("cp1252")
    except UnicodeDecodeError:
        windows = ""
    if windows and all(sign.isascii() or sign in _FRENCH_CHARACTERS for sign in set(windows)):
        return DecodedText(windows, "cp1252")
    guess = from_bytes(data, cp_isolation=list(_SINGLE_BYTE_ENCODINGS), threshold=0.3).best()
    if guess is None or not _is_french(str(guess)):
        raise _unknown_encoding_error(f"Les accents de la ligne {line} ne se lisent dans aucun encodage connu.", line)
    return DecodedText(str(guess), guess.encoding)


def _is_french(text: str) -> bool:
    return all(sign.isascii() or sign in _FRENCH_CHARACTERS for sign in set(text))


def _unknown_encoding_error(what: str, line: int = 0) -> UnreadableFile:
    return UnreadableFile(
        "text_encoding",
        what,
        "Les textes lus sont en UTF-8, en UTF-16 avec sa marque, ou en Windows-1252.",
        SAVE_AS_UTF8,
        row=line,
    )
