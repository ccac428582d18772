"""Design tokens parsed from the style sheet itself, so that the gallery never shows a copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pacte.web.components.contrast import PAPER, contrast_ratio

_FILE = Path(__file__).resolve().parents[1] / "static" / "pacte" / "css" / "tokens.css"
_COLOUR = re.compile(r"^\s*--(?P<name>[a-z0-9-]+):\s*(?P<value>#[0-9a-f]{6});(?:\s*/\*\s*(?P<note>.*?)\s*\*/)?", re.M)


@dataclass(frozen=True, slots=True)
class ColourToken:
    name: str
    value: str
    note: str = ""

    @property
    def contrast_on_paper(self) -> float:
        return contrast_ratio(self.value, PAPER)


@lru_cache(maxsize=1)
def colour_tokens() -> tuple[ColourToken, ...]:
    """Returns every colour of tokens.css, in file order."""
    text = _FILE.read_text(encoding="utf-8")
    return tuple(ColourToken(each["name"], each["value"], each["note"] or "") for each in _COLOUR.finditer(text))


def colour_token_value(name: str) -> str:
    """Returns the value of one token. Raises ``KeyError`` when there is none of that name."""
    return {each.name: each.value for each in colour_tokens()}[name]
