"""A training in quarantine is corrected, then imported like any file."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from pacte.accounts.row_context import acting_as
from pacte.intake.catalogue_corrections import enter_corrected, replay_training
from pacte.intake.models import RefusedRow
from pacte.intake.services import drop_refused_row
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.offer.models import Training
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.lheo.documents import catalogue, changed
from tests.exchange.lheo.importing import import_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


@pytest.fixture
def waiting(cast: Cast) -> RefusedRow:
    text = changed("<certifiante>1", "<certifiante>7", text=catalogue(3))
    text = changed("<code-NSF>...", "<code-NSF>ABC", text=text)
    import_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(text.encode()), file_name="catalogue.xml")
    return RefusedRow.objects.get()


def corrected(waiting: RefusedRow) -> str:
    text = waiting.text.replace("<certifiante>7", "<certifiante>1")
    return text.replace("<code-NSF>ABC", "<code-NSF>221")


def test_once_corrected_it_enters(waiting: RefusedRow) -> None:
    assert Training.objects.count() == 2
    done = replay_training(actor=MACHINE, row=waiting, text=corrected(waiting))
    assert (done.has_entered, done.tally.trainings_added) == (True, 1)
    assert Training.objects.filter(number=waiting.key).exists()
    waiting.refresh_from_db()
    assert waiting.settled_at is not None
    with pytest.raises(Conflict):
        replay_training(actor=MACHINE, row=waiting, text=corrected(waiting))
    assert Training.objects.count() == 3


def test_half_corrected_it_stays_with_what_is_still_wrong(waiting: RefusedRow) -> None:
    text = '<?xml version="1.0"?>\n' + waiting.text.replace("<certifiante>7", "<certifiante>1")
    done = replay_training(actor=MACHINE, row=waiting, text=text)
    assert not done.has_entered
    assert [defect.code for defect in done.defects] == ["nsf"]
    bare = text.split("\n", 1)[1]
    assert done.defects[0].row == bare[: bare.index("ABC")].count("\n") + 1
    waiting.refresh_from_db()
    assert [defect["code"] for defect in waiting.defects] == ["nsf"]
    assert "<certifiante>1" in waiting.text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing_element"),
        ("<formation>", "xml_broken"),
        ("<formation/><formation/>", "missing_element"),
        ("bonjour", "stray_text"),
        ("</offres></lheo>", "xml_broken"),
        ("<!DOCTYPE a><formation/>", "xml_broken"),
    ],
)
def test_a_correction_that_is_no_training_stays_out(waiting: RefusedRow, text: str, code: str) -> None:
    done = replay_training(actor=MACHINE, row=waiting, text=text)
    assert not done.has_entered
    assert code in {defect.code for defect in done.defects}
    assert Training.objects.count() == 2


def test_two_good_trainings_are_one_too_many(waiting: RefusedRow) -> None:
    text = corrected(waiting)
    done = replay_training(actor=MACHINE, row=waiting, text=text + text.replace(waiting.key, "24_F_9"))
    assert [defect.code for defect in done.defects] == ["one_training"]
    assert Training.objects.count() == 2


def test_set_aside_it_is_kept_with_the_reason(waiting: RefusedRow) -> None:
    with pytest.raises(ValidationError):
        drop_refused_row(actor=MACHINE, row_id=waiting.pk, reason=" ")
    drop_refused_row(actor=MACHINE, row_id=waiting.pk, reason="formation arrêtée")
    waiting.refresh_from_db()
    assert waiting.settled_at is not None
    with pytest.raises(Conflict):
        replay_training(actor=MACHINE, row=waiting, text=corrected(waiting))


def test_trainings_enter_together_or_not_at_all(cast: Cast) -> None:
    text = changed("<certifiante>[01]", "<certifiante>7", text=catalogue(2), count=2)
    import_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(text.encode()), file_name="catalogue.xml")
    first, second = RefusedRow.objects.order_by("position")
    drop_refused_row(actor=MACHINE, row_id=second.pk, reason="formation arrêtée")
    with pytest.raises(Conflict):
        enter_corrected(actor=MACHINE, file=first.file, texts={first.pk: first.text, second.pk: second.text}, rows={})
    first.refresh_from_db()
    assert first.settled_at is None


def test_a_stranger_to_the_file_may_not_touch_it(cast: Cast, waiting: RefusedRow) -> None:
    assert waiting.file.organisation == waiting.file.host
    actor = cast["auditor"].actor
    with acting_as(actor), pytest.raises((PermissionDenied, NotFound)):
        replay_training(actor=actor, row=waiting, text=corrected(waiting))
