"""Files that a Region expects: who follows them, who owes them, and the reminder, once for each due day."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.accounts.row_context import acting_as
from pacte.intake.catalog import file_kind
from pacte.intake.models import FileOwner
from pacte.intake.queries import ExpectedFile, expected_files, late_files
from pacte.intake.records import Timeliness
from pacte.intake.services import name_file_owner, remind_late_files
from pacte.kernel.clock import now
from pacte.kernel.errors import NotFound, ValidationError
from pacte.notifications.models import Notification
from pacte.reference.models import Edition, Nomenclature
from tests.cast import MACHINE, Cast, gather_cast
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
ON = date(2027, 4, 2)


def cast_with_editions() -> Cast:
    """The geographic code of 2026, due again on 1 April 2027; a flux of certifications of March 2027; no ROME."""
    cast = gather_cast()
    Edition.objects.create(year=2026, source="Insee", loaded_at=now())
    Nomenclature.objects.create(
        scheme="certification", edition="2027-03-20", starts_on=date(2027, 3, 20), source="x", loaded_at=now()
    )
    Nomenclature.objects.create(
        scheme="rome", edition="3.47", starts_on=date(2019, 1, 1), source="x", is_excerpt=True, loaded_at=now()
    )
    return cast


cast = kept_for_module(cast_with_editions)


@pytest.fixture(autouse=True)
def _that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pacte.intake.services.expected_files.today", lambda: ON)


def awaited(cast: Cast, part: str = "analyst", on: date = ON) -> dict[str, ExpectedFile]:
    actor = cast[part].actor
    with acting_as(actor):
        return {each.source.code: each for each in expected_files(actor=actor, host=cast.region, on=on)}


def name_owner(cast: Cast, owner: str, part: str = "pilot", source: str = "territory") -> FileOwner:
    actor = cast[part].actor
    with acting_as(actor):
        return name_file_owner(
            actor=actor, host=cast.region, kind="reference", source=source, person_id=cast[owner].person.pk, on=ON
        )


def remind() -> int:
    with acting_as(MACHINE):
        return remind_late_files(actor=MACHINE)


def reminded() -> list[str]:
    with acting_as(MACHINE):
        people = Notification.objects.filter(kind="intake.file_late").values_list("person__email", flat=True)
        return sorted(email.partition("@")[0] for email in people)


def test_each_source_with_a_rhythm_says_its_last_edition_and_when_the_next_one_is_due(cast: Cast) -> None:
    files = awaited(cast)
    told = {code: (each.source.edition, each.due_on, each.timeliness) for code, each in files.items()}
    assert {code: told[code] for code in ("territory", "rncp", "rome", "bmo")} == {
        "territory": ("2026", date(2027, 4, 1), Timeliness.LATE),
        "rncp": ("2027-03-20", date(2027, 6, 20), Timeliness.UP_TO_DATE),
        "rome": ("", None, Timeliness.EXPECTED),
        "bmo": ("", None, Timeliness.EXPECTED),
    }
    assert files["territory"].days_late == 1
    assert list(files)[0] == "territory"


def test_a_file_is_not_late_on_its_due_day(cast: Cast) -> None:
    actor = cast["analyst"].actor
    with acting_as(actor):
        assert late_files(actor=actor, host=cast.region, on=date(2027, 4, 1)) == []
        assert [each.source.code for each in late_files(actor=actor, host=cast.region, on=ON)] == ["territory"]


@pytest.mark.parametrize("part", ["administrator", "pilot", "analyst"])
def test_who_follows_the_files_of_a_region_names_who_owes_them(cast: Cast, part: str) -> None:
    name_owner(cast, "observatory_lead", part)
    owner = awaited(cast, part)["territory"].owner
    assert owner is not None
    assert owner.owner == cast["observatory_lead"].person
    assert owner.person_name == cast[part].actor.name


@pytest.mark.parametrize("part", ["intruder", "partner", "lead", "buyer", "state_reader", "provider", "visitor"])
def test_nobody_else_reads_them_or_names_anybody(cast: Cast, part: str) -> None:
    with pytest.raises(NotFound):
        awaited(cast, part)
    with pytest.raises(NotFound):
        name_owner(cast, "analyst", part)
    assert not FileOwner.objects.exists()


def test_the_pilot_of_another_region_does_not_see_who_owes_our_files(cast: Cast) -> None:
    name_owner(cast, "analyst")
    intruder = cast["intruder"].actor
    with acting_as(intruder):
        assert not FileOwner.objects.exists()
        theirs = expected_files(actor=intruder, host=cast.other_region, on=ON)
    assert {each.owner for each in theirs} == {None}


@pytest.mark.parametrize("owner", ["intruder", "provider", "visitor"])
def test_a_stranger_to_the_region_owes_nothing(cast: Cast, owner: str) -> None:
    with pytest.raises(ValidationError) as refused:
        name_owner(cast, owner)
    assert refused.value.code == "person"


def test_an_unknown_source_is_not_found(cast: Cast) -> None:
    with pytest.raises(NotFound):
        name_owner(cast, "analyst", source="zonings")


def test_the_owner_of_a_late_file_is_reminded_once_for_each_due_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    name_owner(cast, "observatory_lead")
    assert (remind(), remind()) == (1, 0)
    assert reminded() == ["observatory-lead"]
    with acting_as(MACHINE):
        assert FileOwner.objects.get().reminded_on == date(2027, 4, 1)
    Edition.objects.create(year=2027, source="Insee", loaded_at=now())
    assert remind() == 0
    monkeypatch.setattr("pacte.intake.services.expected_files.today", lambda: date(2028, 4, 2))
    assert remind() == 2, "the code of 2028, and certifications"
    assert reminded().count("observatory-lead") == 2


def test_without_owner_those_who_keep_the_data_are_reminded_once(cast: Cast) -> None:
    assert (remind(), remind()) == (1, 0)
    assert reminded() == ["administrator", "analyst"]


def test_a_new_owner_is_told_of_what_is_late_already(cast: Cast) -> None:
    name_owner(cast, "observatory_lead")
    remind()
    name_owner(cast, "analyst")
    assert remind() == 1
    assert reminded() == ["analyst", "observatory-lead"]


def test_the_reminder_says_since_when_and_leads_to_the_page(cast: Cast) -> None:
    remind()
    with acting_as(MACHINE):
        message = Notification.objects.filter(kind="intake.file_late").first()
    assert message is not None
    assert "1ᵉʳ avril 2027" in message.text.replace("\u00a0", " ").replace("\u202f", " ")
    assert message.address == "/fichiers/attendus/"


def test_most_kinds_expect_nothing(cast: Cast) -> None:
    assert list(file_kind("places").expected_sources(MACHINE, cast.region)) == []
