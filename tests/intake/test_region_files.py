"""Files that a Region sends: trainees become steps of journeys, providers get their Kairos conventions."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.formats.kairos_organisations import FORMAT as KAIROS
from pacte.exchange.formats.orientation_acts import FORMAT as ACTS
from pacte.exchange.formats.trainees_idf import FORMAT as IDF
from pacte.intake.models import ReceivedFile
from pacte.intake.records import FileSender, Preview
from pacte.interop.models import KairosConvention
from pacte.journeys.models import Journey, Learner, Step
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound, ValidationError
from tests.cast import MACHINE, Cast, gather_cast
from tests.intake.sending import receive, refused_codes, try_out, write
from tests.journeys.making import session_with
from tests.kept import kept_for_module
from tests.shared import shared_file
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
NETWORK = "Mission locale de Bourges"


def made_cast() -> Cast:
    found = gather_cast()
    session_with(found)
    return found


kept_cast = kept_for_module(made_cast)


def send(cast: Cast, kind: str, data: bytes, *, actor: Actor = MACHINE, network: str = "") -> ReceivedFile:
    options = {"network": network} if network else {}
    region = FileSender(cast.region, cast.region)
    return write(receive(kind, data, actor=actor, sender=region, options=options), actor=actor)


def tried(cast: Cast, kind: str, data: bytes) -> Preview:
    return try_out(kind, data, actor=cast["pilot"].actor, sender=FileSender(cast.region, cast.region))


def trainees_of_idf() -> bytes:
    return IDF.sample.replace("24_1530117", "A24_407731").encode()


@pytest.mark.parametrize("part", [None, "pilot", "administrator"])
def test_the_entry_and_the_exit_of_one_line_are_both_recorded(cast: Cast, part: str | None) -> None:
    session_with(cast, opened=3, number="24_407731")
    actor = cast[part].actor if part else MACHINE
    assert send(cast, "trainees", trainees_of_idf(), actor=actor, network=NETWORK).counts["added"] == 1
    with acting_as(MACHINE):
        found = Journey.objects.get()
        assert set(Step.objects.values_list("origin", flat=True)) == {"dokelio"}
    assert (found.entered_on, found.ended_on, found.end_kind) == (date(2021, 1, 11), date(2021, 6, 11), "to_term")


def test_somebody_unknown_is_refused_when_no_network_follows_them(cast: Cast) -> None:
    session_with(cast, opened=3, number="24_407731")
    assert send(cast, "trainees", trainees_of_idf()).counts == {"refused": 1, "kept": 1}
    assert refused_codes() == [(2, "person_unknown")]
    with acting_as(MACHINE):
        assert not Learner.objects.exists()


def test_the_real_trainees_of_pole_emploi_enter_when_their_sessions_are_known(cast: Cast) -> None:
    data = shared_file("data/exchange/stagiaires/stagiaires-pe.csv").read_bytes()
    assert send(cast, "trainees", data, network=NETWORK).counts == {"refused": 5, "kept": 5}
    for number in ("SE_0000160070", "SE_0000161111"):
        session = session_with(cast, opened=10, number=number)
        with acting_as(MACHINE):
            action = session.training_action
            action.number, action.training.number = f"14_{number}", f"14_AF_0000044465{number[-4:]}"
            action.save()
            type(action.training).objects.filter(pk=action.training_id).update(number=f"T{number}")
    # In the file both actions share this formation number, but numbers are unique here: it is removed.
    text = data.decode().replace("|14_AF_0000044465|", "||")
    assert send(cast, "trainees", text.encode(), network=NETWORK).counts == {"added": 5, "kept": 0}, refused_codes()
    with acting_as(MACHINE):
        # One number, two sessions: one person, two journeys.
        assert (Learner.objects.count(), Journey.objects.count()) == (4, 5)


@pytest.mark.parametrize("name", ["stagiaires-pe.csv", "stagiaires-idf.csv"])
def test_a_real_file_is_known_by_its_columns_and_a_preview_of_it_writes_nothing(cast: Cast, name: str) -> None:
    preview = tried(cast, "trainees", shared_file(f"data/exchange/stagiaires/{name}").read_bytes())
    assert preview.row_count == 5
    assert {each.code for each in preview.defects if each.is_error} == {"session_unknown"}
    with acting_as(MACHINE):
        assert not Journey.objects.exists()


def test_the_same_trainees_again_change_nothing(cast: Cast) -> None:
    session_with(cast, opened=3, number="24_407731")
    send(cast, "trainees", trainees_of_idf(), network=NETWORK)
    assert send(cast, "trainees", trainees_of_idf(), network=NETWORK).counts == {"unchanged": 1, "kept": 0}
    with acting_as(MACHINE):
        assert ReceivedFile.objects.count() == 1


def test_a_network_that_nobody_knows_is_said(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="pas dans l’annuaire"):
        send(cast, "trainees", trainees_of_idf(), network="Personne")


@pytest.mark.parametrize("kind", ["trainees", "conventions"])
@pytest.mark.parametrize("part", ["adviser", "provider", "analyst", "intruder"])
def test_these_files_are_sent_by_the_region_only(cast: Cast, kind: str, part: str) -> None:
    with pytest.raises(NotFound):
        send(cast, kind, KAIROS.sample.encode(), actor=cast[part].actor)


@pytest.mark.parametrize(
    ("kind", "text", "column"),
    [
        ("trainees", KAIROS.sample, "Identifiant Stagiaire"),
        ("trainees", ACTS.sample, "Identifiant Stagiaire"),
        ("trainees", "a;b\n1;2\n", "Identifiant Stagiaire"),
        ("conventions", IDF.sample, "LIBELLE"),
    ],
)
def test_a_file_of_something_else_is_refused_with_its_reason(cast: Cast, kind: str, text: str, column: str) -> None:
    preview = tried(cast, kind, text.encode())
    assert preview.is_unreadable
    messages = [plain(each.message) for each in preview.defects]
    assert f"La colonne « {column} » n’est pas dans le fichier." in messages


def test_conventions_enter_then_update(cast: Cast) -> None:
    assert send(cast, "conventions", KAIROS.sample.encode()).counts["added"] == 1
    later = KAIROS.sample.replace("05/09/2020", "05/09/2023").encode()
    file = send(cast, "conventions", later)
    assert file.counts["changed"] == 1
    assert send(cast, "conventions", later).counts["unchanged"] == 1
    with acting_as(MACHINE):
        convention = KairosConvention.objects.get()
    assert (str(convention.ends_on), convention.file_id) == ("2023-09-05", file.pk)


def test_the_real_conventions_enter_with_their_false_siret_which_is_said(cast: Cast) -> None:
    data = shared_file("data/exchange/stagiaires/kairos-organismes.csv").read_bytes()
    preview = tried(cast, "conventions", data)
    assert [(each.column, each.code, each.is_error) for each in preview.defects] == [("SIRET (A)", "siret", False)] * 3
    assert send(cast, "conventions", data, actor=cast["pilot"].actor).counts == {"added": 3, "kept": 0}
