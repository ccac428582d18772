"""Publication is part of a delivery: if it stops half way, importing the same file again completes it."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from pacte.accounts.row_context import acting_as
from pacte.intake.kinds import lheo
from pacte.intake.models import ReceivedFile
from pacte.offer.models import SearchRow, SearchText, Session, Training
from pacte.offer.services import publication
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.lheo.documents import catalogue, changed
from tests.exchange.lheo.importing import Imported, import_catalogue

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


def imported(cast: Cast, text: str) -> Imported:
    return import_catalogue(
        actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(text.encode()), file_name="catalogue.xml"
    )


def stopped(cast: Cast, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs an import whose publication fails."""
    with monkeypatch.context() as patch:
        patch.setattr(publication, "refresh_quality", _breaks)
        with pytest.raises(RuntimeError):
            imported(cast, text)


def _breaks(**_: object) -> None:
    raise RuntimeError("publication")


def is_found(number: str) -> bool:
    """True if the search finds the training, by its words and by its sessions."""
    training = Training.objects.get(number=number)
    rows = SearchRow.objects.filter(training_id=training.pk)
    return SearchText.objects.filter(training_id=training.pk).exists() and rows.exists()


@pytest.mark.parametrize("pace", ["Temps plein", "Temps partiel"])
@pytest.mark.parametrize(
    ("start", "end"), [("00000000", "99999999"), ("20270301", "99999999"), ("20270300", "20270600"), ("20270301",) * 2]
)
def test_a_session_with_unknown_days_and_known_hours_is_found(cast: Cast, pace: str, start: str, end: str) -> None:
    text = changed("<periode><debut>.*?</periode>", f"<periode><debut>{start}</debut><fin>{end}</fin></periode>")
    text = changed("<rythme-formation>[^<]*", f"<rythme-formation>{pace}", text=text, count=0)
    imported(cast, text)
    assert is_found("24_F_0000000")
    part_time = set(SearchRow.objects.filter(starts_on=None).values_list("is_part_time", flat=True))
    assert part_time <= {pace == "Temps partiel"}
    assert ReceivedFile.objects.get().state == "done"


def test_an_import_leaves_its_trainings_to_be_found_and_its_file_done(cast: Cast) -> None:
    imported(cast, catalogue(3))
    assert ReceivedFile.objects.get().state == "done"
    assert SearchRow.objects.count() == Session.objects.count()


def test_a_publication_that_breaks_is_taken_up_again_by_the_same_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = changed("<certifiante>1", "<certifiante>7", text=catalogue(4))
    stopped(cast, text, monkeypatch)
    assert ReceivedFile.objects.get().state == "writing"
    assert not SearchRow.objects.exists()
    again = imported(cast, text)
    assert again.resumed_from == 4
    assert (again.tally.trainings_added, again.tally.quarantined) == (3, 1)
    assert ReceivedFile.objects.get().state == "done"
    assert SearchRow.objects.count() == Session.objects.count()


def test_a_session_closed_by_a_file_that_was_stopped_is_no_longer_found(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = catalogue(2)
    imported(cast, text)
    session = next(each for each in Session.objects.all() if each.training_action.sessions.count() > 1)
    start = text.index(f'<session numero="{session.number}"')
    fewer = text[:start] + text[text.index("</session>", start) + len("</session>\n") :]
    stopped(cast, fewer, monkeypatch)
    assert SearchRow.objects.filter(session_id=session.pk).exists()
    imported(cast, fewer)
    assert not SearchRow.objects.filter(session_id=session.pk).exists()


def test_another_file_publishes_what_a_stopped_one_left(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    stopped(cast, catalogue(2), monkeypatch)
    imported(cast, catalogue(3).replace("06:00:00", "07:00:00"))
    assert all(is_found(number) for number in Training.objects.values_list("number", flat=True))


def test_what_entered_of_a_file_killed_between_two_batches_is_published_by_the_next_file(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(lheo, "publish_file", _breaks)
        with pytest.raises(RuntimeError):
            imported(cast, catalogue(2))
    assert ReceivedFile.objects.get().state == "writing"
    imported(cast, catalogue(3).replace("06:00:00", "07:00:00"))
    assert all(is_found(number) for number in Training.objects.values_list("number", flat=True))


def test_a_file_that_entered_before_another_goes_back_to_its_words(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    text = catalogue(2)
    stopped(cast, text, monkeypatch)
    imported(cast, text.replace("(parcours 1)", "(parcours un)"))
    assert imported(cast, text).tally.trainings_changed == 1
    assert "(parcours 1)" in Training.objects.get(number="24_F_0000001").title
