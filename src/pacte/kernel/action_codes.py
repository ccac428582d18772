"""Codes of plan actions: « 12 », « 27b », « A.1 », « B.2.3 ». Pure.

A code is text, stored as the plan writes it, in natural sort order: 1, 2, 10, 27, 27b, A.1, A.2, A.10. One sort key
gives that order everywhere: ``action_code_sort_key`` in Python, ``action_code_sort_sql`` in the dialects of PostgreSQL,
DuckDB and Spark. The key is ASCII text compared byte by byte, so the server's locale does not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache
from typing import Literal

from pacte.kernel.errors import ValidationError

MAX_LENGTH = 20
MAX_SORT_KEY_LENGTH = 120
"""A code of 20 characters has at most ten runs of digits, each padded to ten digits, and nine characters between."""
_RUN_WIDTH = 10
_SHAPE = re.compile(rf"(?=.{{1,{MAX_LENGTH}}}\Z)[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")
_TOO_MANY_DIGITS = re.compile(rf"[0-9]{{{_RUN_WIDTH + 1}}}")
_DIGIT_RUN = re.compile("[0-9]+")
_LAST_DIGIT_RUN = re.compile("[0-9]+(?=[^0-9]*$)")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))
URL_PATTERN = rf"[A-Za-z0-9][A-Za-z0-9.-]{{0,{MAX_LENGTH - 1}}}"
"""Pattern of a code in a URL; ``action_code`` decides."""


class ActionCode(str):
    """A code that compares in natural order. Equality and hash are those of the text.

    Two codes that people read alike (« A.1 » and « a.01 ») have the same sort key; a plan refuses to contain both. The
    text itself breaks the tie, so that the order is total.
    """

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return action_code_total_key(self) < action_code_total_key(other)

    def __le__(self, other: str) -> bool:
        return action_code_total_key(self) <= action_code_total_key(other)

    def __gt__(self, other: str) -> bool:
        return action_code_total_key(self) > action_code_total_key(other)

    def __ge__(self, other: str) -> bool:
        return action_code_total_key(self) >= action_code_total_key(other)

    @property
    def is_plain_number(self) -> bool:
        """True for a plain number, which files store as a number."""
        return is_plain_number(self)

    @property
    def cell_value(self) -> int | str:
        """Value written in files: an ``int`` for a plain number, else the text."""
        return int(self) if self.is_plain_number else str(self)


NO_CODE = ActionCode()
"""Missing code in a file: refused by the checks of a plan."""


def parse_action_code(text: str) -> ActionCode:
    """Parses a typed code. Raises ``ValidationError`` with the rule when it is not a code."""
    code = normalise_action_code(text)
    if not is_action_code(code):
        raise ValidationError(
            "action_code",
            f"« {text.strip()[:40]} » n'est pas un code d'action.",
            f"Un code a {MAX_LENGTH} signes au plus : des chiffres, des lettres sans accent, des points et des tirets.",
            "Écrivez par exemple 12, 27b, A.1 ou B.2.3.",
        )
    return code


def normalise_action_code(text: str) -> ActionCode:
    """Canonical spelling of a code: Unicode compatibility forms, no spaces, plain hyphens; the case is unchanged.

    Leading zeros of a plain number are dropped (« 01 » is « 1 »), as URLs and files always did; those inside a longer
    code stay (« A.01 »). A superscript digit is a footnote mark, never a digit: it is left for validation to refuse.
    """
    has_superscript = any(unicodedata.decomposition(char).startswith(("<super>", "<sub>")) for char in text)
    folded = text if has_superscript else unicodedata.normalize("NFKC", text)
    folded = "".join(folded.translate(_DASHES).split())
    return ActionCode(folded.lstrip("0") or "0") if is_plain_number(folded) else ActionCode(folded)


def is_action_code(text: str) -> bool:
    """True with at least one digit, or for a single letter: a longer word in a column of codes is a word.

    « 0 » is not a code.
    """
    if not _SHAPE.fullmatch(text) or _TOO_MANY_DIGITS.search(text) or text == "0":
        return False
    return len(text) == 1 or any(char.isdigit() for char in text)


def is_plain_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def action_code_sort_key(code: str) -> str:
    """Sort key: lower case, each run of digits padded to ten digits."""
    return _DIGIT_RUN.sub(lambda digits: digits[0].zfill(_RUN_WIDTH)[-_RUN_WIDTH:], code.lower())


def action_code_sort_sql(column: str, dialect: Literal["postgres", "duckdb", "spark"]) -> str:
    """The same key as SQL text: prepends ten zeros to each run of digits, then keeps its last ten digits."""
    digits_group, last_digits_group = ("$1", "$1") if dialect == "spark" else (r"\1", r"\1")
    flags = "" if dialect == "spark" else ", 'g'"
    padded = f"regexp_replace(lower({column}), '([0-9]+)', '{'0' * _RUN_WIDTH}{digits_group}'{flags})"
    return f"regexp_replace({padded}, '[0-9]*([0-9]{{{_RUN_WIDTH}}})', '{last_digits_group}'{flags})"


def next_action_codes(used: Collection[str], count: int, sibling: str = "") -> tuple[ActionCode, ...]:
    """``count`` unused codes of the same family as ``sibling``: after « B.2.3 » and « B.2.7 » comes « B.2.8 ».

    The family is the text before the last number: « 12 » and « 27b » belong to the family of codes without a prefix.
    The first number of a family is 1.
    """
    family = _family(sibling)[0]
    last = max((rank for prefix, rank in map(_family, used) if prefix == family), default=0)
    return tuple(ActionCode(f"{family}{last + 1 + offset}") for offset in range(count))


def _family(code: str) -> tuple[str, int]:
    """« B.2.13b » → (« B.2. », 13); a code without a number has rank 0."""
    match = _LAST_DIGIT_RUN.search(code)
    return (code[: match.start()], int(match[0])) if match else (f"{code}." if code else "", 0)


@lru_cache(maxsize=8_192)
def action_code_total_key(code: str) -> tuple[str, str]:
    """Key that ``ActionCode`` compares by; passed as ``key`` to ``sorted``, it is computed once per code."""
    return action_code_sort_key(code), str.__str__(code)
