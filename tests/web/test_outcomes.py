"""« Où se perdent les places ? » and sessions at risk, by reader; counts of an action of the plan."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pacte import journeys
from pacte.accounts.row_context import acting_as
from pacte.indicators.models import EntryForecast
from pacte.journeys.models import PublishedCount, SessionTally
from pacte.journeys.queries.funnel import CountAccess, funnel, published_action_counts
from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.records.counts import PEOPLE_CUTS, CountFilters, Cut
from pacte.journeys.rules.ends import DropoutReason
from pacte.journeys.services import StepInput, record_step
from pacte.journeys.services.tallies import rebuild_tallies
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.notifications.models import Notification
from pacte.offer.models import Session, SessionPlaces
from pacte.web.pages.outcomes.places_page import PlacesFilterForm
from pacte.web.session_display import session_url
from pacte.workflows.notify_sessions_at_risk import notify_sessions_at_risk
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import session_with, somebody, walk
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
K = StepKind
MONDAY = date(2021, 1, 11)
BACKEND = "pacte.accounts.backends.PasswordBackend"


@pytest.fixture
def cast(settings: object) -> Cast:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    return gather_cast()


@pytest.fixture
def counted(cast: Cast) -> Session:
    """Three places open: one of a person who went to term, one of a person admitted, one free.

    A third person declined.
    """
    session = session_with(cast, opened=3)
    people = [somebody(cast, first_name=name) for name in ("Inès", "Omar", "Rose")]
    adviser, provider = cast["adviser"].actor, cast["provider"].actor
    walk(adviser, people[0], session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(provider, people[0], session, K.ENTERED, on=MONDAY)
    walk(provider, people[0], session, K.ENDED, on=MONDAY + timedelta(days=90))
    walk(adviser, people[1], session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(adviser, people[2], session, K.PROPOSED, K.DECLINED)
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
    return session


def read(cast: Cast, part: str, url: str) -> str:
    client = Client()
    client.force_login(cast[part].person, backend=BACKEND)
    answer = client.get(url)
    assert answer.status_code == 200, answer.content[-800:]
    text = answer.content.decode(errors="replace")
    return plain(text) if "html" in answer["Content-Type"] else text


def test_each_stage_holds_those_who_went_further(cast: Cast, counted: Session) -> None:
    with acting_as(cast["pilot"].actor) as pilot:
        whole = funnel(actor=pilot, host_id=cast.region.pk, filters=CountFilters(), cut=Cut.YEAR).whole
    assert [whole.of(name) for name in ("bought", "taken", "proposed", "informed", "admitted", "entered", "ended")] == [
        3, 1, 3, 2, 2, 1, 1,
    ]  # fmt: skip
    assert whole.of("to_term") == 1


def test_a_term_that_passed_in_silence_is_an_unknown_end(cast: Cast, counted: Session) -> None:
    late = somebody(cast, first_name="Zoé")
    walk(cast["adviser"].actor, late, counted, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, late, counted, K.ENTERED, on=MONDAY)
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
        whole = funnel(actor=MACHINE, host_id=cast.region.pk, filters=CountFilters(), cut=Cut.YEAR).whole
    assert (whole.of("unknown"), whole.of("ended"), whole.of("entered")) == (1, 2, 2)


def test_reasons_of_dropouts_stand_under_the_ends_for_who_sees_every_count(cast: Cast, counted: Session) -> None:
    gone = somebody(cast, first_name="Zoé")
    walk(cast["adviser"].actor, gone, counted, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, gone, counted, K.ENTERED, on=MONDAY)
    with acting_as(cast["provider"].actor) as provider:
        detail = {"end_kind": EndKind.DROPOUT, "reason": DropoutReason.DISTANCE}
        record_step(actor=provider, key=gone.key, step_input=StepInput(K.ENDED, MONDAY, detail=detail))
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
    for part in ("pilot", "provider"):
        told = read(cast, part, "/comptes/places/?annee=2021")
        assert "Raisons des abandons" in told
        assert "Éloignement" in told
    for part in ("adviser", "state_reader"):
        assert "Éloignement" not in read(cast, part, "/comptes/places/?annee=2021")


def test_every_cut_of_the_staff_adds_up_to_the_same_whole(cast: Cast, counted: Session) -> None:
    with acting_as(cast["pilot"].actor) as pilot:
        tables = [funnel(actor=pilot, host_id=cast.region.pk, filters=CountFilters(), cut=cut) for cut in Cut]
    for table in tables:
        assert table.whole.of("entered") == sum(each.of("entered") or 0 for each in table.lines) == 1


def test_who_reads_counts_alone_is_told_no_small_one(cast: Cast, counted: Session) -> None:
    with acting_as(cast["state_reader"].actor) as reader:
        table = funnel(actor=reader, host_id=cast.region.pk, filters=CountFilters(year=2021), cut=Cut.DEPARTMENT)
        with pytest.raises(NotFound):
            funnel(actor=reader, host_id=cast.region.pk, filters=CountFilters(), cut=Cut.SESSION)
    assert table.is_masked
    assert (table.whole.of("bought"), table.whole.of("entered"), table.whole.of("to_term")) == (3, None, None)
    told = read(cast, "state_reader", "/comptes/places/")
    assert "Petits effectifs masqués." in told
    assert "masqué" in read(cast, "state_reader", "/comptes/places.csv?par=age")


def test_places_that_were_taken_are_hidden_with_the_people_who_took_them(cast: Cast, counted: Session) -> None:
    cuts = [cut for cut in Cut if cut not in PEOPLE_CUTS and cut is not Cut.SESSION]
    assert cuts
    for cut in cuts:
        filed = read(cast, "state_reader", f"/comptes/places.csv?par={cut}")
        line = next(each for each in filed.splitlines() if each.startswith("Ensemble"))
        assert line.split(";")[1:5] == ["3", "masqué", "masqué", "masqué"] or cut is Cut.YEAR, (cut, filed)
        assert not [each for each in filed.splitlines() if ";1;" in each], filed


def test_every_cut_and_every_page_of_counts_reads_what_was_decided_together(cast: Cast, counted: Session) -> None:
    """Every cut is published with the others, and only the listed modules read the tallies."""
    with acting_as(cast["state_reader"].actor) as reader:
        cuts = set(CountAccess(reader, cast.region.pk).cuts)
    with acting_as(MACHINE):
        published = set(PublishedCount.objects.values_list("cut", flat=True))
    assert {cut.value for cut in cuts} <= published
    assert cuts == set(Cut) - {Cut.SESSION}
    package = Path(journeys.__file__).parents[1]
    found = {
        str(path.relative_to(package)) for path in package.rglob("*.py")
        if "migrations" not in path.parts and TALLIES.search(path.read_text())
    }  # fmt: skip
    assert found == READ_TALLIES


TALLIES = re.compile(r"import [^#]*\b(GroupTally|SituationTally)\b|\bSessionTally\.objects\b")
# « funnel » and « situations » serve a ``Reader`` who sees all; « labels » and « kept » read names and days; « risk »
# reads who waits, for readers who may see it.
READ_TALLIES = {
    "journeys/models/__init__.py", "journeys/models/counts.py", "journeys/queries/funnel.py",
    "journeys/queries/count_units.py", "journeys/queries/cached_counts.py", "journeys/queries/labels.py",
    "journeys/queries/risk.py", "journeys/queries/situations.py", "journeys/services/tallies.py",
    "journeys/services/count_publication.py", "journeys/services/result_publication.py",
}  # fmt: skip


@pytest.mark.parametrize("part", ["state_reader", "lead"])
def test_a_mask_never_says_how_many_it_hides(cast: Cast, counted: Session, part: str) -> None:
    for url in ("/comptes/places/", "/comptes/places/?par=age", "/comptes/places.csv?par=action", "/chiffres/"):
        told = read(cast, part, url)
        assert not re.search(r"(?i)(masqué|caché)[^.]{0,20}moins (de 11|d’onze)|petit effectif\b", told), url


def test_a_provider_counts_its_sessions_and_a_network_its_people(cast: Cast, counted: Session) -> None:
    with acting_as(cast["provider"].actor) as provider:
        own = funnel(actor=provider, host_id=cast.region.pk, filters=CountFilters(), cut=Cut.SESSION)
    with acting_as(cast["adviser"].actor) as adviser:
        people = funnel(actor=adviser, host_id=cast.region.pk, filters=CountFilters(), cut=Cut.LEVEL)
        assert Cut.PROVIDER not in CountAccess(adviser, cast.region.pk).cuts
    assert (own.whole.of("entered"), people.whole.of("entered"), people.whole.of("bought")) == (1, 1, None)
    with acting_as(MACHINE):
        SessionTally.objects.update(provider_body=cast.network)
    with acting_as(cast["provider"].actor) as provider:
        assert not funnel(actor=provider, host_id=cast.region.pk, filters=CountFilters(), cut=Cut.SESSION).lines


def test_the_page_and_the_file_say_the_same_and_the_queries_do_not_grow(cast: Cast, counted: Session) -> None:
    told = read(cast, "pilot", "/comptes/places/?par=session")
    assert "1 place prise sur 3 achetées" in told
    assert "Soudeur" in told
    filed = read(cast, "pilot", "/comptes/places.csv?par=session")
    assert "Soudeur · Organisme du Cher · 24_1;3;0;1;3;2;2;1;1;0;0" in filed
    first = _queries(cast, "/comptes/places/?par=session")
    for rank in range(2, 6):
        session_with(cast, number=f"24_{rank}")
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
    assert _queries(cast, "/comptes/places/?par=session") == first


def _queries(cast: Cast, url: str) -> int:
    client = Client()
    client.force_login(cast["pilot"].person, backend=BACKEND)
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_people_under_the_hand_of_justice_are_hidden_from_the_staff_too(cast: Cast, counted: Session) -> None:
    with acting_as(MACHINE):
        SessionTally.objects.update(is_protected=True)
    with acting_as(cast["pilot"].actor) as pilot:
        table = funnel(actor=pilot, host_id=cast.region.pk, filters=CountFilters(), cut=Cut.SESSION)
    assert table.lines[0].of("entered") is None
    assert table.whole.of("entered") is None


def test_the_worst_sessions_alone_are_those_of_the_whole_table_and_add_up_to_it(cast: Cast, counted: Session) -> None:
    for rank, opened in enumerate((3, 12, 7), start=2):
        session_with(cast, number=f"24_{rank}", opened=opened)
    with acting_as(MACHINE):
        rebuild_tallies(actor=MACHINE)
    asked = {"host_id": cast.region.pk, "filters": CountFilters(), "cut": Cut.SESSION}
    with acting_as(cast["pilot"].actor) as pilot:
        every, few = funnel(actor=pilot, **asked), funnel(actor=pilot, **asked, most=2)
    worst = sorted(every.lines, key=lambda each: each.values["taken"] - each.values["bought"])[:2]
    assert [(each.key, each.values) for each in few.lines] == [(each.key, each.values) for each in worst]
    assert (few.whole.values, few.left_out, len(every.lines)) == (every.whole.values, 2, 4)
    with acting_as(MACHINE):
        SessionTally.objects.filter(session=counted).update(is_protected=True)
    with acting_as(cast["pilot"].actor) as pilot:
        assert len(funnel(actor=pilot, **asked, most=2).lines) == 4, "what is hidden is chosen over all of them"


def test_only_the_machine_counts(cast: Cast) -> None:
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(PermissionDenied):
        rebuild_tallies(actor=pilot)


def test_a_session_with_too_few_people_is_listed_and_told_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    on = date(2020, 12, 14)
    session = session_with(cast, opened=12)
    with acting_as(MACHINE):
        SessionPlaces.objects.filter(session=session).update(minimum=8, occupied=3)
    monkeypatch.setattr("pacte.web.pages.outcomes.risk_page.today", lambda: on)
    for part in ("pilot", "buyer", "provider", "adviser"):
        told = read(cast, part, "/comptes/sessions-a-risque/?semaines=6")
        assert "1 session commence sous 6 semaines" in told, part
        assert "sous le minimum" in told
    assert "Attendent une réponse" not in read(cast, "adviser", "/comptes/sessions-a-risque/")
    assert "Aucune session" in read(cast, "pilot", "/comptes/sessions-a-risque/?semaines=2")
    with acting_as(MACHINE):
        assert notify_sessions_at_risk(actor=MACHINE, on=on) == 2
        assert notify_sessions_at_risk(actor=MACHINE, on=on) == 0
        assert set(Notification.objects.values_list("person_id", flat=True)) == {
            cast["buyer"].person.pk, cast["provider"].person.pk,
        }  # fmt: skip
        assert notify_sessions_at_risk(actor=MACHINE, on=on + timedelta(days=14)) == 2, "again at three weeks"
        SessionPlaces.objects.filter(session=session).update(occupied=10)
        assert notify_sessions_at_risk(actor=MACHINE, on=on + timedelta(days=15)) == 0


def test_the_entries_expected_stand_beside_for_who_reads_people(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    on = date(2020, 12, 14)
    session = session_with(cast, opened=12)
    with acting_as(MACHINE):
        SessionPlaces.objects.filter(session=session).update(minimum=8, occupied=3)
        EntryForecast.objects.create(
            session=session, organisation=cast.region, provider_body=cast.provider, starts_on=MONDAY, made_on=on,
            admitted=3, waiting=6, announced=5, low=2, high=7, basis="nature", past_sessions=23,
        )  # fmt: skip
    for page in ("risk_page", "places_page"):
        monkeypatch.setattr(f"pacte.web.pages.outcomes.{page}.today", lambda: on)
    for part in ("pilot", "buyer", "analyst", "auditor", "provider"):
        told = read(cast, part, "/comptes/sessions-a-risque/?semaines=6")
        assert "Entrées attendues" in told, part
        assert "de 2 à 7" in told, part
    for part in ("state_reader", "lead", "finance", "adviser"):
        told = read(cast, part, "/comptes/sessions-a-risque/?semaines=6")
        assert "sous le minimum" in told, part
        assert "attendues" not in told, part
    with acting_as(MACHINE):
        notify_sessions_at_risk(actor=MACHINE, on=on)
        texts = set(Notification.objects.values_list("text", flat=True))
    assert texts
    assert all("Entrées attendues : 5, de 2 à 7" in text for text in texts)


def test_the_page_of_a_session_says_how_many_are_expected(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    on = date(2020, 12, 14)
    session = session_with(cast, opened=12)
    with acting_as(MACHINE):
        EntryForecast.objects.create(
            session=session, organisation=cast.region, provider_body=cast.provider, starts_on=MONDAY, made_on=on,
            admitted=3, waiting=6, announced=5, low=2, high=7, basis="nature", past_sessions=23,
        )  # fmt: skip
    monkeypatch.setattr("pacte.web.pages.sessions.session_page.today", lambda: on)
    page = session_url(session.triplet)
    for part in ("buyer", "provider"):
        told = read(cast, part, page)
        assert "entrées attendues" in told, part
        assert "d’après 23 sessions passées (même objectif)" in told
    for part in ("adviser", "state_reader"):
        assert "attendues" not in read(cast, part, page), part
    monkeypatch.setattr("pacte.web.pages.sessions.session_page.today", lambda: MONDAY + timedelta(days=60))
    assert "attendues" not in read(cast, "buyer", page), "once it has begun, the entries are counted"


def test_another_provider_reads_nothing_of_it(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    session_with(cast, opened=12)
    with acting_as(MACHINE):
        SessionPlaces.objects.update(minimum=8)
        Session.objects.get().training_action.training.provider.__class__.objects.update(body=cast.network)
    monkeypatch.setattr("pacte.web.pages.outcomes.risk_page.today", lambda: date(2020, 12, 14))
    assert "Aucune session" in read(cast, "provider", "/comptes/sessions-a-risque/")


def test_nothing_is_said_of_an_action_that_no_order_names(cast: Cast, counted: Session) -> None:
    assert published_action_counts(actor=cast["visitor"].actor, plan_id=1, number=ActionCode(1)) is None


def test_what_cannot_be_a_filter_of_places_is_ignored() -> None:
    wrong = {"par": "nothing", "annee": "then", "fonds": "x", "departement": "18 or 1", "organisme": "9" * 20,
             "lot": "-1", "action": "?", "session": "²"}  # fmt: skip
    assert PlacesFilterForm(wrong).values == PlacesFilterForm({}).values
    assert PlacesFilterForm({"departement": "2A", "lot": "012"}).values["departement"] == "2A"
