"""The text of one training, outside its file: the document around it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pacte.exchange.lheo.structure import Structure, namespaces, structure

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>\s*")
_FIRST_CHARACTERS = 2000


def without_declaration(text: str) -> str:
    """The text without « <?xml …?> », which only a whole file may have."""
    return _DECLARATION.sub("", text)


def norm_of_text(text: str) -> Structure:
    """The version of the norm whose namespace the text declares; the newest one when it declares none."""
    version = next((version for space, version in namespaces().items() if f'"{space}"' in text[:_FIRST_CHARACTERS]), "")
    return structure(version or "2.3")


def training_document(texts: Sequence[str]) -> bytes:
    """A document of the right version around the trainings, one after the other, with unchanged line numbers.

    All of them are of the version of the first one.
    """
    namespace = norm_of_text(texts[0]).namespace
    return f'<lheo xmlns="{namespace}"><offres>{chr(10).join(texts)}</offres></lheo>'.encode()


def first_lines(texts: Sequence[str]) -> list[int]:
    """The line of that document where each training begins, from 1."""
    lines = [1]
    for text in texts[:-1]:
        lines.append(lines[-1] + text.count("\n") + 1)
    return lines
