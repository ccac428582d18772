"""Our own export, imported again, changes nothing and opens no difference, for any catalogue and ledger."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from pacte.accounts.row_context import acting_as
from pacte.audit.models import RowChange
from pacte.exchange.lheo.catalogue_export import export_catalogue
from pacte.offer.models import LedgerDifference, Provider, Session, SessionPlaces, Site, Training
from pacte.offer.records import (
    EntryKind,
    ProviderInput,
    SiteInput,
    TrainingActionInput,
    TrainingInput,
    TrainingSessionInput,
)
from pacte.offer.services import open_places, store_provider, store_trainings
from pacte.offer.services.ledger import NewEntry, append_entries
from tests.cast import MACHINE, Cast, gather_cast
from tests.effort import few
from tests.exchange.lheo.documents import catalogue
from tests.exchange.lheo.importing import Imported, import_catalogue

pytestmark = pytest.mark.django_db
SPACE = "{http://lheo.gouv.fr/2.3}"
ON = date(2026, 11, 2)


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


def entered(cast: Cast, data: bytes, *, full: bool = False) -> Imported:
    return import_catalogue(
        actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(data), file_name="c.xml", is_full=full
    )


def exported(cast: Cast) -> bytes:
    out = io.BytesIO()
    report = export_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=out)
    assert report.left_out == []
    return out.getvalue()


def goes_round(cast: Cast) -> None:
    counts = Provider.objects.count(), Site.objects.count(), LedgerDifference.objects.count(), RowChange.objects.count()
    done = entered(cast, exported(cast), full=True)
    written = {name: count for name, count in done.tally.as_dict().items() if count and name != "trainings_unchanged"}
    assert written == {}
    assert done.tally.trainings_unchanged == done.file.position == Training.objects.filter(closed_on=None).count()
    assert counts == (
        Provider.objects.count(), Site.objects.count(), LedgerDifference.objects.count(), RowChange.objects.count()
    )  # fmt: skip


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=60)
DAYS = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2028, 1, 1)))
COUNTS = st.one_of(st.none(), st.integers(0, 40))
SITES = st.one_of(
    st.none(),
    st.builds(
        SiteInput,
        name=WORDS,
        lines=st.lists(WORDS, max_size=3).map(tuple),
        postal_code=st.sampled_from(["", "18000"]),
        town=st.sampled_from(["", "Bourges"]),
        commune_code=st.sampled_from(["", "18033"]),
    ),
)
SESSIONS = st.builds(
    lambda number, start, length, places, minimum, site: TrainingSessionInput(
        number=f"S{number}", starts_on=start, ends_on=start + timedelta(length) if start else None,
        places_given=places, minimum_given=minimum, site=site,
    ),
    st.integers(0, 9), DAYS, st.integers(0, 90), COUNTS, COUNTS, SITES,
)  # fmt: skip
FUNDERS = st.lists(st.tuples(st.sampled_from([2, 4, 16]), COUNTS, WORDS), max_size=3).map(tuple)
ACTIONS = st.builds(
    lambda number, pace, sessions, site, funders, hours: TrainingActionInput(
        number=f"A{number}", pace=pace, sessions=tuple(sessions), site=site, funders=funders, hours_total=hours
    ),
    st.integers(0, 9), WORDS, st.lists(SESSIONS, min_size=1, max_size=2, unique_by=lambda each: each.number), SITES,
    FUNDERS, COUNTS,
)  # fmt: skip
TRAININGS = st.builds(
    lambda number, title, content, codes, actions: TrainingInput(
        number=f"F{number}", title=title or "Titre", content=content, rome_codes=codes, actions=tuple(actions)
    ),
    st.integers(0, 9), WORDS, WORDS, st.sampled_from([(), ("F1602",), ("12345", "F1602")]),
    st.lists(ACTIONS, min_size=1, max_size=2, unique_by=lambda each: each.number),
)  # fmt: skip


def with_a_ledger(chosen: list[tuple[int, int, int]]) -> None:
    """Adds ledger entries to some sessions: opened, planned and minimum places that the sheet does not give."""
    kinds = (EntryKind.OPENED, EntryKind.PLANNED, EntryKind.MINIMUM)
    for session, counts in zip(Session.objects.order_by("pk"), chosen, strict=False):
        lines = [NewEntry(kind, count, reason="essai") for kind, count in zip(kinds, counts, strict=True) if count]
        append_entries(actor=MACHINE, session=session, on=ON, new_entries=lines)


@settings(
    max_examples=few(10),
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(
    st.lists(TRAININGS, min_size=1, max_size=3, unique_by=lambda each: each.number),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.integers(0, 9)), max_size=4),
)
def test_what_was_written_by_hand_goes_round(
    cast: Cast, trainings: list[TrainingInput], ledgers: list[tuple[int, int, int]]
) -> None:
    with transaction.atomic():
        given_ = ProviderInput(siret="00000000000018", name="Organisme")
        provider = store_provider(actor=MACHINE, host_id=cast.region.pk, provider_input=given_)
        store_trainings(actor=MACHINE, host_id=cast.region.pk, provider=provider, trainings=trainings)
        with_a_ledger(ledgers)
        goes_round(cast)
        transaction.set_rollback(True)


def test_what_came_by_a_file_and_moved_since_goes_round(cast: Cast) -> None:
    entered(cast, catalogue(12).encode())
    for rank, session in enumerate(Session.objects.order_by("pk")[:6]):
        open_places(actor=MACHINE, session=session, count=9 + rank, on=ON, reason="ouverture")
    moved = Session.objects.order_by("pk").last()
    assert moved is not None
    Session.objects.filter(pk=moved.pk).update(starts_on=date(2027, 3, 1), ends_on=date(2027, 6, 1))
    Training.objects.filter(number="24_F_0000002").update(title="Un autre titre")
    goes_round(cast)


def test_a_provider_told_in_two_ways_keeps_the_one_it_has(cast: Cast) -> None:
    text = catalogue(8)
    place = text.rindex("contact@organisme.example")
    entered(cast, (text[:place] + "autre" + text[place:]).encode())
    goes_round(cast)


def test_financed_and_opened_places_are_written_from_the_ledger(cast: Cast) -> None:
    entered(cast, catalogue(4).encode())
    session = next(each for each in Session.objects.order_by("pk") if each.training_action.sessions.count() == 1)
    open_places(actor=MACHINE, session=session, count=9, on=ON, reason="ouverture")
    SessionPlaces.objects.filter(pk=session.pk).update(bought=8, counted=8, lost=1)
    action = next(
        each for each in etree.fromstring(exported(cast)).iter(f"{SPACE}action")
        if each.get("numero") == session.training_action.number
    )  # fmt: skip
    assert [each.text for each in action.iter(f"{SPACE}nb-places-financees")] == ["7"]
    assert [each.text for each in action.iter(f"{SPACE}nb-places")] == ["9"]
    changed = etree.tostring(action.getroottree()).replace(b"parcours", b"chemin")
    assert entered(cast, changed).tally.differences == 0


def test_an_export_that_somebody_changed_is_a_file_like_another(cast: Cast) -> None:
    entered(cast, catalogue(3).encode())
    done = entered(cast, exported(cast).replace(b"(parcours 1)", b"(autre)"))
    assert (done.tally.trainings_changed, done.tally.trainings_unchanged) == (1, 2)
