"""Text folded by the database reads like text folded in Python."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from django.db.models import Value

from pacte.infra.folded_text import folded
from pacte.kernel.clock import now
from pacte.kernel.french import fold_text

# Without « æ » with an accent, which no European language uses: Python keeps that ligature.
_LATIN = "".join(map(chr, {*range(0x21, 0x7F), *range(0xC0, 0x250), *range(0x300, 0x370)} - set(map(ord, "ǢǣǼǽ"))))


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [pytest.param(_LATIN, id="all"), "Étoile d’Œuvre", "Nun\u0303ez e\u0301tat", "STRASSE Straße", "50 % d_un \\", ""],
)
def test_latin_text_folds_alike(text: str) -> None:
    Session.objects.create(session_key="one", expire_date=now())
    assert Session.objects.values_list(folded(Value(text)), flat=True).get() == fold_text(text)
