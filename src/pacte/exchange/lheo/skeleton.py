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

TAKEN_OUT_OF_TRAINING = {
    "objectif-formation": "objective",
    "resultats-attendus": "expected_results",
    "contenu-formation": "content",
}
TAKEN_OUT_OF_ACTION = {
    "rythme-formation": "pace",
    "modalites-alternance": "alternation",
    "conditions-specifiques": "prerequisites",
    "modalites-recrutement": "recruitment",
}
_WORDS = 1
"""Number of the word list that packs; those of older packages stay beside it for ever."""

_LEVEL = 1
_RAW = -15


def text_of(training: _Element, namespace: str) -> bytes:
    """The element, without its long texts, as LHÉO 2.3."""
    text = etree.tostring(training, encoding="utf-8", with_tail=False)
    newest = structure("2.3").namespace
    text = text.replace(f' xmlns="{namespace}"'.encode(), b"", 1)
    if namespace != newest:
        text = text.replace(f'"{namespace}"'.encode(), f'"{newest}"'.encode())
    return text


def packed(text: bytes) -> bytes:
    machine = _machine().copy()
    return bytes((_WORDS,)) + machine.compress(text) + machine.flush()


def unpacked(data: bytes) -> _Element:
    """The element in the namespace of LHÉO 2.3."""
    machine = zlib.decompressobj(_RAW, words(data[0]))
    text = machine.decompress(data[1:]) + machine.flush()
    wrapped = b'<x xmlns="' + structure("2.3").namespace.encode() + b'">' + text + b"</x>"
    return etree.fromstring(wrapped, etree.XMLParser(resolve_entities=False, no_network=True))[0]


@cache
def _machine() -> zlib._Compress:
    """A compressor with the dictionary loaded: copying it is faster than creating another."""
    return zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, 8, zlib.Z_DEFAULT_STRATEGY, words())


@cache
def words(number: int = _WORDS) -> bytes:
    """Compression dictionary: strings common to trainings."""
    return (Path(__file__).resolve().parent / f"skeleton-words-{number}.txt").read_bytes()
