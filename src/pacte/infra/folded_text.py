"""Folds text in the database as ``fold_text`` does in Python: the embedded PostgreSQL has no ICU to compare French."""

from __future__ import annotations

import re

from django.db.models import CharField, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate, Lower, Replace

from pacte.kernel.french import fold_text

# Latin letters, then combining accents, which fold into nothing.
_FOLDS = {sign: fold_text(sign) for sign in map(chr, (*range(0xC0, 0x250), *range(0x300, 0x370), ord("’")))}
_LETTERS = "".join(sign for sign, fold in _FOLDS.items() if len(fold) == 1)
_REMOVED = "".join(sign for sign, fold in _FOLDS.items() if not fold)


def word_pattern(word: str) -> str:
    """A regular expression that finds the folded ``word`` in a text as it is written: « etat » finds « État ».

    Faster than ``folded`` on many long rows, which no index holds folded.
    """
    pattern, rank = [], 0
    while rank < len(word):
        pair = word[rank : rank + 2]
        ligatures = "".join(sign for sign, fold in _FOLDS.items() if len(pair) == 2 and fold == pair)
        if ligatures:
            pattern.append(f"(?:[{ligatures}]|{_letter_pattern(pair[0])}{_letter_pattern(pair[1])})")
        else:
            pattern.append(_letter_pattern(word[rank]))
        rank += 2 if ligatures else 1
    return "".join(pattern)


def _letter_pattern(letter: str) -> str:
    signs = {letter, letter.upper(), *(sign for sign, fold in _FOLDS.items() if fold == letter)}
    return f"[{''.join(sorted(map(re.escape, (each for each in signs if len(each) == 1))))}]"


def folded(text: Combinable) -> Collate:
    """The Latin text in lower case, without accents nor ligatures, compared byte by byte; spaces stay as they are."""
    plain: Combinable = Func(
        text,
        Value(_LETTERS + _REMOVED),
        Value("".join(_FOLDS[sign] for sign in _LETTERS)),
        function="translate",
        output_field=CharField(),
    )
    for sign, fold in _FOLDS.items():
        if len(fold) > 1:
            plain = Replace(plain, Value(sign), Value(fold))
    return Collate(Lower(plain), "C")
