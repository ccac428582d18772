"""An exported catalogue is valid LHÉO 2.3 and, imported again, changes nothing."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from pacte.accounts.row_context import acting_as
from pacte.exchange.lheo.catalogue_export import export_catalogue, stream_catalogue
from pacte.exchange.lheo.copy_text import escape_copy_text, text_array
from pacte.exchange.lheo.schema import schema
from pacte.kernel.errors import ValidationError
from pacte.offer.models import Session, Training, TrainingAction, TrainingSource
from tests.cast import MACHINE, Cast, gather_cast
from tests.effort import few
from tests.exchange.lheo.documents import catalogue, checked
from tests.exchange.lheo.importing import import_catalogue
from tests.shared import shared_file

pytestmark = pytest.mark.django_db
SPACE = "{http://lheo.gouv.fr/2.3}"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


def enter(cast: Cast, data: bytes, *, full: bool = False) -> dict[str, object]:
    result = import_catalogue(
        actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(data), file_name="catalogue.xml", is_full=full
    )
    return dict(result.tally.as_dict())


def exported(cast: Cast) -> bytes:
    out = io.BytesIO()
    report = export_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=out)
    assert report.left_out == []
    assert report.written_bytes == len(out.getvalue())
    return out.getvalue()


def trainings_of(data: bytes) -> list[bytes]:
    """Each training in canonical XML, sorted, without the head of the file."""
    root = etree.fromstring(data)
    return sorted(etree.tostring(each, method="c14n", with_tail=False) for each in root.iter(f"{SPACE}formation"))


def unchanged(result: dict[str, object], count: int) -> None:
    written = {key: value for key, value in result.items() if key.endswith(("_added", "_changed", "_closed")) and value}
    assert written == {}
    assert result["trainings_unchanged"] == count
    assert result["quarantined"] == 0


@pytest.mark.parametrize("name", ["exemple-bts-onisep-2.2.xml", "exemple-pric-fictif-2.3.xml"])
def test_a_real_training_goes_round_unchanged(cast: Cast, name: str) -> None:
    data = shared_file(f"data/exchange/lheo/{name}").read_bytes()
    enter(cast, data)
    out = exported(cast)
    assert checked(out).is_valid
    newer = data.replace(b"http://www.lheo.org/2.2", b"http://lheo.gouv.fr/2.3")
    assert trainings_of(out) == trainings_of(newer)
    unchanged(enter(cast, out, full=True), 1)
    assert trainings_of(exported(cast)) == trainings_of(out)


def test_a_made_up_catalogue_goes_round_unchanged(cast: Cast) -> None:
    data = catalogue(60).encode()
    enter(cast, data)
    out = exported(cast)
    assert checked(out).is_valid
    assert schema("2.3", strict=False).validate(etree.fromstring(out))
    assert trainings_of(out) == trainings_of(data)
    unchanged(enter(cast, out, full=True), 60)


SIGNS = st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), include_characters="\t\n\\\"'{},;&<>")
NASTY = st.text(SIGNS, min_size=2, max_size=80)


@settings(max_examples=few(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NASTY, NASTY, NASTY)
def test_any_text_goes_round_unchanged(cast: Cast, objective: str, pace: str, programme: str) -> None:
    root = etree.fromstring(catalogue(1).encode())
    for name, text in (("objectif-formation", objective), ("rythme-formation", pace), ("frais-restants", programme)):
        for node in root.iter(SPACE + name):
            node.text = text
    for node in root.iter(f"{SPACE}extra"):
        if node.get("info") == "programme-financeur":
            node.text = programme
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    enter(cast, data)
    out = exported(cast)
    assert trainings_of(out) == trainings_of(data)
    assert enter(cast, out)["trainings_changed"] == 0
    training = Training.objects.get()
    action = TrainingAction.objects.filter(training=training).first()
    assert action is not None
    assert (training.objective, action.pace, action.costs_left) == (objective, pace, programme)


def test_prefixes_comments_and_other_spaces_go_round(cast: Cast) -> None:
    text = catalogue(3).replace("<certifiante>", "<!-- remarque --><certifiante>")
    prefixed = "\n".join(
        line.replace("</", "\0").replace("<!", "\1").replace("<", "<l:").replace("\0", "</l:").replace("\1", "<!")
        for line in text.splitlines()
    )
    prefixed = prefixed.replace("<l:?xml", "<?xml").replace("xmlns=", 'xmlns:autre="urn:x" xmlns:l=')
    assert checked(prefixed).is_valid
    enter(cast, prefixed.encode())
    out = exported(cast)
    assert checked(out).is_valid
    unchanged(enter(cast, out, full=True), 3)


def test_what_moved_since_the_file_is_exported_as_it_is_now(cast: Cast) -> None:
    enter(cast, catalogue(4).encode())
    session = Session.objects.order_by("pk").first()
    assert session is not None
    session.starts_on, session.ends_on = date(2027, 3, 1), date(2027, 6, 1)
    session.save()
    Session.objects.filter(training_action__training__number="24_F_0000001").update(closed_on=date(2026, 11, 1))
    Training.objects.filter(number="24_F_0000002").update(title="Un autre titre", objective="Un autre objectif")
    out = exported_leaving(cast, ["24_F_0000001"])
    assert checked(out).is_valid
    root = etree.fromstring(out)
    numbers = [each.get("numero") for each in root.iter(f"{SPACE}formation")]
    assert numbers == ["24_F_0000000", "24_F_0000002", "24_F_0000003"]
    told = next(each for each in root.iter(f"{SPACE}session") if each.get("numero") == session.number)
    assert [each.text for each in told[0]] == ["20270301", "20270601"]
    assert [each.text for each in root.iter(f"{SPACE}objectif-formation")][1] == "Un autre objectif"
    assert [each.text for each in root.iter(f"{SPACE}intitule-formation")][1] == "Un autre titre"


def exported_leaving(cast: Cast, numbers: list[str]) -> bytes:
    out = io.BytesIO()
    report = export_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=out)
    assert report.left_out == numbers
    return out.getvalue()


def test_trainings_that_came_by_another_door_are_written_from_our_columns(cast: Cast) -> None:
    enter(cast, catalogue(12).encode())
    TrainingSource.objects.all().delete()
    out = exported(cast)
    report = checked(out)
    assert report.is_valid, report.defects[:5]
    assert report.trainings == 12
    before = list(Session.objects.order_by("pk").values_list("starts_on", "ends_on", "recruitment", "places_given"))
    result = enter(cast, out, full=True)
    assert result["trainings_closed"] == result["sessions_closed"] == result["trainings_added"] == 0
    after = list(Session.objects.order_by("pk").values_list("starts_on", "ends_on", "recruitment", "places_given"))
    assert after == before
    unchanged(enter(cast, exported(cast).replace(b"<offres>", b"<offres> ")), 12)


def test_a_session_added_here_takes_its_place_in_the_element_of_the_file(cast: Cast) -> None:
    enter(cast, catalogue(2).encode())
    action = TrainingAction.objects.order_by("pk").first()
    assert action is not None
    model = action.sessions.order_by("pk").first()
    assert model is not None
    model.pk, model.number, model.digest = None, "SE_NOUVELLE", ""
    model.save(force_insert=True)
    out = exported(cast)
    assert checked(out).is_valid
    assert b'numero="SE_NOUVELLE"' in out


def test_an_empty_catalogue_is_not_written(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        exported(cast)


@given(st.text())
def test_escaped_text_has_no_sign_that_ends_a_field(text: str) -> None:
    for line in (escape_copy_text(text), text_array([text])):
        assert not set("\t\n\r") & set(line)


def test_the_streamed_catalogue_is_the_exported_one_by_pieces(cast: Cast) -> None:
    enter(cast, catalogue(5).encode())
    pieces = list(stream_catalogue(actor=MACHINE, host_id=cast.region.pk))
    assert trainings_of(b"".join(pieces)) == trainings_of(exported(cast))
    assert [each.count(b"<formation ") for each in pieces] == [0, 5, 0]


def test_an_empty_catalogue_is_refused_before_anything_is_streamed(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        stream_catalogue(actor=MACHINE, host_id=cast.region.pk)
