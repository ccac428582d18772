"""The check of a reference file shows its first changes, and counts the others."""

from __future__ import annotations

import pytest

from pacte.accounts.row_context import acting_as
from pacte.intake.kinds.reference import MAX_SHOWN_CHANGES
from pacte.intake.records import FileSender, Outcome, Preview
from pacte.intake.services import preview_file
from pacte.kernel.french import apply_french_spacing
from pacte.reference.models import Zone
from tests.cast import Cast
from tests.intake.sending import receive, write

pytestmark = pytest.mark.django_db


def zones(*names: str) -> bytes:
    rows = (f"{2401 + rank},{name}" for rank, name in enumerate(names))
    return "\n".join(("ZE2020,LIBZE2020", *rows)).encode()


def preview(cast: Cast, data: bytes) -> Preview:
    actor, sender = cast["analyst"].actor, FileSender(cast.observatory, cast.region)
    file = receive("reference", data, actor=actor, sender=sender, name="zones.csv")
    with acting_as(actor):
        seen = preview_file(actor=actor, file=file)
    assert seen is not None
    return seen


def test_it_shows_each_change_with_its_value_before_and_after_and_writes_nothing(cast: Cast) -> None:
    actor, sender = cast["analyst"].actor, FileSender(cast.observatory, cast.region)
    write(receive("reference", zones("Blois", "Dreux"), actor=actor, sender=sender, name="zones.csv"), actor=actor)
    seen = preview(cast, zones("Blois", "Dreux-Anet", "Gien"))
    assert [(each.subject, each.before, each.after) for each in seen.changes] == [
        ("zone d’emploi 2402 (2020)", apply_french_spacing("nom : Dreux"), apply_french_spacing("nom : Dreux-Anet")),
        ("zone d’emploi 2403 (2020)", "", apply_french_spacing("nom : Gien")),
    ]
    assert seen.more_changes == 0
    assert set(Zone.objects.values_list("name", flat=True)) == {"Blois", "Dreux"}


def test_beyond_the_first_ones_they_are_counted(cast: Cast) -> None:
    count = MAX_SHOWN_CHANGES + 7
    seen = preview(cast, zones(*(f"Zone {rank}" for rank in range(count))))
    assert (len(seen.changes), seen.more_changes) == (MAX_SHOWN_CHANGES, 7)
    assert seen.counts[Outcome.ADDED] == count
