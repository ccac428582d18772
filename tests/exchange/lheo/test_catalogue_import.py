"""Catalogue import: valid trainings enter, invalid ones wait, unchanged ones are skipped, missing ones are closed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry, RowChange
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo import import_worker, limits
from pacte.exchange.lheo.catalogue_import import CatalogueImport
from pacte.exchange.lheo.dialects import NORM
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.exchange.lheo.wellformedness import FileScan
from pacte.intake.kinds import lheo
from pacte.intake.models import ReceivedFile, RefusedRow
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ValidationError
from pacte.offer.models import (
    LedgerDifference,
    Provider,
    Session,
    Site,
    Training,
    TrainingAction,
    TrainingSource,
)
from pacte.offer.records.staging import STAGING_COLUMNS, WrittenBatch
from pacte.offer.services.places import open_places
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.lheo.documents import catalogue, changed
from tests.exchange.lheo.importing import Imported, import_catalogue
from tests.exchange.lheo.messages import messages_in
from tests.shared import shared_file

pytestmark = pytest.mark.django_db
PERIOD = "<periode><debut>20270301</debut><fin>20270601</fin></periode>"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


def imported(
    cast: Cast,
    text: str | bytes,
    *,
    full: bool = False,
    provider: Provider | None = None,
    actor: Actor = MACHINE,
    name: str = "catalogue.xml",
    agreed: bool = True,
) -> Imported:
    data = text.encode() if isinstance(text, str) else text
    return import_catalogue(
        actor=actor,
        host_id=cast.region.pk,
        stream=io.BytesIO(data),
        file_name=name,
        is_full=full,
        provider=provider,
        agreed=agreed,
    )


def without(text: str, number: str) -> str:
    start = text.index(f'<formation numero="{number}"')
    end = text.index("</formation>", start) + len("</formation>\n")
    return text[:start] + text[end:]


def counts() -> tuple[int, ...]:
    models = (Provider, Site, Training, TrainingAction, Session, TrainingSource)
    return tuple(model.objects.count() for model in models)


def test_a_real_training_enters_word_for_word(cast: Cast) -> None:
    data = shared_file("data/exchange/lheo/exemple-pric-fictif-2.3.xml").read_bytes()
    result = imported(cast, data)
    assert (result.file.result["version"], result.tally.trainings_added, result.tally.sessions_added) == ("2.3", 1, 1)
    training = Training.objects.get()
    assert training.number == "24_F_0000001"
    assert training.title == "Titre professionnel plaquiste-plâtrier"
    assert training.objective == "Obtenir la qualification de plaquiste pour un accès à l'emploi."
    assert (training.formacodes, training.formacode_version, training.rome_codes) == (["22403"], "V14", ["F1604"])
    assert training.certifications == [{"rncp": "RNCP99999", "certifinfo": "80735"}]
    assert (training.pathway, training.level_in, training.level_out, training.general_objective) == (3, 1, 13, 6)
    assert training.provider.siret == "00000000000018"
    action = TrainingAction.objects.get()
    assert (action.entry_mode, action.modality, action.hours_total) == (0, 0, 697)
    assert action.public_codes == ["80006", "81031"]
    assert action.funders == [{"code": 2, "places": 12, "programme": "PRIC Centre-Val de Loire"}]
    assert "PRIC" in action.programmes
    assert action.site is not None
    assert (action.site.town, action.site.commune_code) == ("Veigné", "37266")
    assert action.site.latitude == pytest.approx(47.286057)
    session = Session.objects.get()
    assert session.starts_on == date(2024, 5, 13)
    assert (session.period_as_given, session.recruitment, session.places_given) == ("2024051320241213", 1, 12)
    assert [block["code"] for block in session.blocks] == ["RNCP99999BC01", "RNCP99999BC02"]
    assert session.state == "ended"


def test_a_real_training_of_the_older_version_enters_too(cast: Cast) -> None:
    result = imported(cast, shared_file("data/exchange/lheo/exemple-bts-onisep-2.2.xml").read_bytes())
    assert (result.file.result["version"], result.tally.trainings_added) == ("2.2", 1)
    assert Training.objects.get().certifications == [{"rncp": "474", "certifinfo": "19004"}]


def test_the_same_file_again_changes_nothing_and_is_the_same_line(cast: Cast) -> None:
    text = catalogue(20)
    first = imported(cast, text)
    before = counts()
    again = imported(cast, text, name="copie.xml")
    assert again.file.pk == first.file.pk
    assert (again.tally.rows, again.tally.trainings_unchanged) == (0, 20)
    assert counts() == before
    assert ReceivedFile.objects.count() == 1


def test_the_same_trainings_in_another_file_are_not_written(cast: Cast) -> None:
    text = catalogue(20)
    imported(cast, text)
    changes = RowChange.objects.count()
    again = imported(cast, text.replace("06:00:00", "07:00:00"))
    assert again.tally.trainings_unchanged == 20
    assert again.tally.rows == 0
    assert RowChange.objects.count() == changes


def test_what_changed_is_written_alone_and_its_history_is_kept(cast: Cast) -> None:
    text = catalogue(20)
    imported(cast, text)
    other = text.replace("(parcours 7)", "(parcours sept)")
    result = imported(cast, other)
    assert (result.tally.trainings_changed, result.tally.trainings_unchanged) == (1, 19)
    assert (result.tally.actions_changed, result.tally.sessions_changed) == (0, 0)
    change = RowChange.objects.get(table_name="offer_training")
    assert change.before is not None
    assert change.after is not None
    assert "(parcours 7)" in change.before["title"]
    assert "(parcours sept)" in change.after["title"]
    assert AuditEntry.objects.filter(act_key=change.act_key, act="offer.import_batch").exists()


def test_a_session_that_a_training_no_longer_tells_is_closed_not_removed(cast: Cast) -> None:
    text = catalogue(20)
    imported(cast, text)
    action = next(each for each in TrainingAction.objects.order_by("pk") if each.sessions.count() > 1)
    gone = action.sessions.order_by("pk").first()
    assert gone is not None
    start = text.index(f'<session numero="{gone.number}"')
    end = text.index("</session>", start) + len("</session>\n")
    result = imported(cast, text[:start] + text[end:])
    assert (result.tally.sessions_closed, result.tally.actions_closed) == (1, 0)
    gone.refresh_from_db()
    assert gone.closed_on is not None
    back = imported(cast, text.replace("06:00:00", "08:00:00"))
    assert back.tally.sessions_changed == 1
    gone.refresh_from_db()
    assert gone.closed_on is None


def test_a_training_missing_from_a_full_catalogue_is_closed_and_comes_back(cast: Cast) -> None:
    text = catalogue(10)
    imported(cast, text)
    fewer = without(text, "24_F_0000004")
    assert imported(cast, fewer).tally.trainings_closed == 0
    result = imported(cast, fewer, full=True)
    assert result.tally.trainings_closed == 1
    gone = Training.objects.get(number="24_F_0000004")
    assert gone.closed_on is not None
    assert not Session.objects.filter(training_action__training=gone, closed_on=None).exists()
    back = imported(cast, text, full=True)
    assert (back.tally.trainings_changed, back.tally.trainings_closed) == (1, 0)
    gone.refresh_from_db()
    assert gone.closed_on is None
    assert Session.objects.filter(training_action__training=gone, closed_on=None).exists()


def test_a_file_sent_again_after_another_goes_back_to_it(cast: Cast) -> None:
    text = catalogue(5)
    imported(cast, text)
    imported(cast, text.replace("(parcours 2)", "(parcours deux)"))
    result = imported(cast, text)
    assert result.tally.trainings_changed == 1
    assert "(parcours 2)" in Training.objects.get(number="24_F_0000002").title


def test_bad_trainings_wait_in_quarantine_with_their_defects(cast: Cast) -> None:
    text = changed("<certifiante>1", "<certifiante>7", text=catalogue(5))
    result = imported(cast, text)
    assert (result.tally.trainings_added, result.tally.quarantined) == (4, 1)
    waiting = RefusedRow.objects.get()
    assert (waiting.position, waiting.key) == (1, "24_F_0000000")
    assert [defect["code"] for defect in waiting.defects] == ["unknown_code"]
    assert waiting.defects[0]["row"] > 1
    assert "<certifiante>7</certifiante>" in waiting.text
    file = ReceivedFile.objects.get()
    assert (file.state, file.position) == ("done", 5)
    assert (file.counts["quarantined"], file.counts["refused"]) == (1, 1)


def test_a_training_without_number_waits_for_one(cast: Cast) -> None:
    result = imported(cast, changed(' numero="SE_[^"]*"', "", text=catalogue(3)))
    assert (result.tally.trainings_added, result.tally.quarantined) == (2, 1)
    codes = {defect["code"]: defect["severity"] for defect in RefusedRow.objects.get().defects}
    assert codes == {"number_missing": "error"}


def test_a_bad_training_of_a_full_catalogue_is_not_taken_for_gone(cast: Cast) -> None:
    text = catalogue(5)
    imported(cast, text)
    result = imported(cast, changed("<certifiante>1", "<certifiante>7", text=text), full=True)
    assert result.tally.trainings_closed == 0
    assert Training.objects.get(number="24_F_0000000").closed_on is None


def test_a_good_version_takes_the_bad_one_out_of_quarantine(cast: Cast) -> None:
    text = catalogue(5)
    imported(cast, changed("<certifiante>1", "<certifiante>7", text=text))
    imported(cast, text)
    assert RefusedRow.objects.get().settled_at is not None


def test_a_second_bad_version_takes_the_place_of_the_first(cast: Cast) -> None:
    imported(cast, changed("<certifiante>1", "<certifiante>7", text=catalogue(5)))
    imported(cast, changed("<certifiante>1", "<certifiante>8", text=catalogue(5)))
    waiting = RefusedRow.objects.get(settled_at=None)
    assert "<certifiante>8" in waiting.text


@pytest.mark.parametrize("cut", [800, 20_000])
def test_a_truncated_file_writes_nothing(cast: Cast, cut: int) -> None:
    with pytest.raises(UnreadableFile):
        imported(cast, catalogue(5)[:cut])
    assert counts() == (0, 0, 0, 0, 0, 0)
    assert ReceivedFile.objects.get().position == 0


def test_a_file_that_breaks_in_its_middle_closes_nothing_and_waits(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scan accepts what the reader of rows then refuses."""
    imported(cast, catalogue(6))
    read = lheo.import_catalogue

    def broken(*arguments: Any, **options: Any) -> CatalogueImport:
        return replace(read(*arguments, **options), is_broken=True, seen=[])

    monkeypatch.setattr(lheo, "import_catalogue", broken)
    with pytest.raises(UnreadableFile):
        imported(cast, catalogue(3), full=True)
    assert ReceivedFile.objects.get(position=3).state == "received"
    assert not Training.objects.exclude(closed_on=None).exists()


def test_a_reader_that_meets_a_broken_place_tells_what_came_before_and_no_list_of_what_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(import_worker, "check_wellformed", lambda _source, *, with_numbers: FileScan(False, set()))
    text = catalogue(6)
    place = text.rindex("<certifiante>")
    out = io.BytesIO()
    broken = io.BytesIO((text[:place] + "<<" + text[place:]).encode())
    import_worker.import_into(broken, out, dialect=NORM, skip=0, allowed=frozenset(), size=1000, is_full=True)
    words = [frame.kind for frame in messages_in(out.getvalue())]
    assert words.count(MessageType.BATCH) == 5
    ends = [frame.json_object() for frame in messages_in(out.getvalue()) if frame.kind is MessageType.END]
    assert [end["is_broken"] for end in ends] == [True]
    seen = bytes((list(STAGING_COLUMNS).index("seen"),))
    assert not [
        frame for frame in messages_in(out.getvalue()) if frame.kind is MessageType.ROWS and frame.body[:1] == seen
    ]


@pytest.mark.parametrize("data", [b"", b"<html/>", b"PK\x03\x04", b'<lheo xmlns="http://www.lheo.org/2.0"/>'])
def test_any_other_file_writes_nothing(cast: Cast, data: bytes) -> None:
    with pytest.raises(ValidationError):
        imported(cast, data)
    assert not Training.objects.exists()


def test_many_batches_give_the_same_as_one(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    write = lheo.write_batch

    def counted(**given: Any) -> WrittenBatch:
        written = write(**given)
        seen.append(len(written.numbers))
        return written

    monkeypatch.setattr(lheo, "write_batch", counted)
    monkeypatch.setattr(limits, "BATCH_CHARACTERS", 60_000)
    result = imported(cast, catalogue(200))
    assert len(seen) > 2
    assert result.tally.trainings_added == Training.objects.count() == 200
    assert result.tally.sessions_added == Session.objects.count()


def test_an_import_resumes_after_the_trainings_that_are_in(cast: Cast) -> None:
    text = catalogue(30)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lheo, "publish_file", _stopped)
        with pytest.raises(KeyboardInterrupt):
            imported(cast, text)
    ReceivedFile.objects.update(position=0, counts={})
    result = imported(cast, text)
    assert (result.resumed_from, result.tally.trainings_unchanged) == (0, 30)
    ReceivedFile.objects.update(state="writing", position=12, counts={})
    again = imported(cast, text)
    assert (again.resumed_from, again.file.position) == (12, 30)
    assert again.tally.trainings_unchanged == 18


def _stopped(**_: object) -> None:
    raise KeyboardInterrupt


def test_a_provider_sends_its_own_trainings_and_no_other(cast: Cast) -> None:
    text = catalogue(6)
    imported(cast, text)
    own = Training.objects.get(number="24_F_0000001").provider
    own.body = cast.provider
    own.save()
    actor = cast["provider"].actor
    other = text.replace("(parcours", "(chemin")
    result = imported(cast, other, provider=own, actor=actor)
    mine = Training.objects.filter(provider=own).count()
    assert 0 < mine < 6
    assert (result.tally.trainings_changed, result.tally.quarantined) == (mine, 6 - mine)
    with acting_as(MACHINE):
        assert {waiting.defects[0]["code"] for waiting in RefusedRow.objects.all()} == {"not_yours"}
        assert Training.objects.filter(title__contains="(chemin").count() == mine


def test_a_provider_cannot_take_the_number_of_another(cast: Cast) -> None:
    text = catalogue(6)
    imported(cast, text)
    own = Training.objects.get(number="24_F_0000001").provider
    own.body = cast.provider
    own.save()
    other = Training.objects.exclude(provider=own).order_by("number").first()
    assert other is not None
    only = text
    for number in Training.objects.exclude(number="24_F_0000001").values_list("number", flat=True):
        only = without(only, number)
    result = imported(cast, only.replace("24_F_0000001", other.number), provider=own, actor=cast["provider"].actor)
    assert (result.tally.trainings_of_others, result.tally.rows) == (1, 0)
    with acting_as(MACHINE):
        other.refresh_from_db()
    assert other.provider_id != own.pk


@pytest.mark.parametrize("part", ["visitor", "lead", "adviser", "provider", "intruder", "auditor"])
def test_others_may_not_import_a_whole_catalogue(cast: Cast, part: str) -> None:
    with pytest.raises(NotFound):
        imported(cast, catalogue(2), actor=cast[part].actor)
    with acting_as(MACHINE):
        assert not Training.objects.exists()


@pytest.mark.parametrize("part", ["pilot", "buyer"])
def test_the_region_imports(cast: Cast, part: str) -> None:
    assert imported(cast, catalogue(2), actor=cast[part].actor).tally.trainings_added == 2


def test_a_file_that_disagrees_with_the_ledger_raises_a_difference_and_overwrites_nothing(cast: Cast) -> None:
    text = catalogue(3)
    imported(cast, text)
    session = Session.objects.order_by("pk").first()
    assert session is not None
    open_places(actor=MACHINE, session=session, count=12, on=date(2026, 11, 2), reason="ouverture")
    before = session.starts_on, session.ends_on
    place = text.index(f'<session numero="{session.number}"')
    head, tail = text[:place], text[place:]
    tail = tail.replace("<nb-places>12", "<nb-places>15", 1)
    tail = changed("<periode><debut>.*?</periode>", PERIOD, text=tail)
    result = imported(cast, head + tail)
    assert result.tally.differences == 2
    assert set(LedgerDifference.objects.values_list("kind", flat=True)) == {"places_opened", "dates"}
    session.refresh_from_db()
    assert (session.starts_on, session.ends_on) == before


def test_a_session_with_a_ledger_is_never_closed_by_its_absence(cast: Cast) -> None:
    text = catalogue(3)
    imported(cast, text)
    session = Session.objects.filter(training_action__training__number="24_F_0000001").order_by("pk").first()
    assert session is not None
    open_places(actor=MACHINE, session=session, count=12, on=date(2026, 11, 2), reason="ouverture")
    result = imported(cast, without(text, "24_F_0000001"), full=True)
    assert result.tally.trainings_closed == 1
    session.refresh_from_db()
    assert session.closed_on is None
