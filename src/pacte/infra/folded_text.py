"""Folds text in the database as ``fold_text`` does in Python: the embedded PostgreSQL has no ICU to compare French."""

from __future__ import annotations

from django.db.models import CharField, Func, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Collate, Lower, Replace

from pacte.kernel.french import fold_text

# Latin letters, then combining accents, which fold into nothing.
_FOLDS = {sign: fold_text(sign) for sign in map(chr, (*range(0xC0, 0x250), *range(0x300, 0x370), ord("’")))}
_LETTERS = "".join(sign for sign, fold in _FOLDS.items() if len(fold) == 1)
_REMOVED = "".join(sign for sign, fold in _FOLDS.items() if not fold)


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
