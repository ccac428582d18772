"""Compressed XML of a training without the long texts that our columns store.

An export fills the texts in again. The skeleton always uses the names of LHÉO 2.3, whatever the source version.
"""

from __future__ import annotations

import zlib
from functools import cache
from pathlib import Path

from lxml import etree
from lxml.etree import _Element

from pacte.exchange.lheo.structure import structure

TRAINING_TEXT_COLUMNS = {
    "objectif-formation": "objective",
    "resultats-attendus": "expected_results",
    "contenu-formation": "content",
}
ACTION_TEXT_COLUMNS = {
    "rythme-formation": "pace",
    "modalites-alternance": "alternation",
    "conditions-specifiques": "prerequisites",
    "modalites-recrutement": "recruitment",
}
_DICTIONARY_NUMBER = 1
"""Number of the current dictionary. Dictionaries of older skeletons must never be removed."""

_COMPRESSION_LEVEL = 1
_RAW_WINDOW_BITS = -15


def skeleton_text(training: _Element, namespace: str) -> bytes:
    """The element, without its long texts, as LHÉO 2.3."""
    text = etree.tostring(training, encoding="utf-8", with_tail=False)
    newest = structure("2.3").namespace
    text = text.replace(f' xmlns="{namespace}"'.encode(), b"", 1)
    if namespace != newest:
        text = text.replace(f'"{namespace}"'.encode(), f'"{newest}"'.encode())
    return text


def pack_skeleton(text: bytes) -> bytes:
    machine = _compressor().copy()
    return bytes((_DICTIONARY_NUMBER,)) + machine.compress(text) + machine.flush()


def unpack_skeleton(data: bytes) -> _Element:
    """The element in the namespace of LHÉO 2.3."""
    machine = zlib.decompressobj(_RAW_WINDOW_BITS, compression_dictionary(data[0]))
    text = machine.decompress(data[1:]) + machine.flush()
    wrapped = b'<x xmlns="' + structure("2.3").namespace.encode() + b'">' + text + b"</x>"
    return etree.fromstring(wrapped, etree.XMLParser(resolve_entities=False, no_network=True))[0]


@cache
def _compressor() -> zlib._Compress:
    """A compressor with the dictionary loaded: copying it is faster than creating another."""
    return zlib.compressobj(
        _COMPRESSION_LEVEL, zlib.DEFLATED, _RAW_WINDOW_BITS, 8, zlib.Z_DEFAULT_STRATEGY, compression_dictionary()
    )


@cache
def compression_dictionary(number: int = _DICTIONARY_NUMBER) -> bytes:
    """Compression dictionary: strings common to trainings."""
    return (Path(__file__).resolve().parent / f"skeleton-words-{number}.txt").read_bytes()
