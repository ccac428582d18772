"""Every valid training gives its rows; white space around a code does not matter."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest
from lxml import etree

from pacte.accounts.row_context import acting_as
from pacte.exchange.lheo import copy_text, import_worker
from pacte.exchange.lheo.catalogue_import import staged_lines
from pacte.exchange.lheo.dialects import Dialect
from pacte.exchange.lheo.sandbox import CatalogueMessage
from pacte.exchange.lheo.sandbox_protocol import MessageType
from pacte.offer.models import Session, Training, TrainingAction
from pacte.offer.records.staging import STAGING_COLUMNS
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.lheo.documents import catalogue
from tests.exchange.lheo.importing import import_catalogue
from tests.exchange.lheo.messages import messages_in
from tests.exchange.lheo.test_schema_agrees import NORM, drawn

SHAPED = {
    "SIRET": "00000000000018", "numero-activite": "24000000000", "code-FORMACODE": "22403", "code-NSF": "233",
    "code-public-vise": "81031", "code-modalite-pedagogique": "96133", "reference-code-FORMACODE": "22403",
    "code-ROME": "F1604", "code-RNCP": "RNCP474", "reference-code-RNCP": "474", "code-RS": "RS12",
    "reference-code-RS": "RS12", "code-CERTIFINFO": "80735", "reference-code-CERTIFINFO": "80735",
    "code-bloc": "RNCP474BC01", "heure-debut": "9h", "heure-fin": "14h15", "prix-horaire-TTC": "9,5",
    "prix-total-TTC": "1250.50", "debut": " 20260501 ", "fin": "20260601", "date": "20260500", "latitude": "47.1",
    "longitude": "0.7", "courriel": "a@b.example",
}  # fmt: skip


def good(seed: int) -> bytes:
    """Random catalogue whose values have the shapes of the norm, with a number wherever one is required."""
    chance = random.Random(seed)
    root = drawn(chance, "lheo")
    for rank, node in enumerate(root.iter(etree.Element)):
        name = str(node.tag).rpartition("}")[2]
        definition = NORM.elements[name]
        if name in SHAPED:
            node.text = SHAPED[name]
        elif definition.kind == "integer":
            node.text = " 7 "
        elif definition.kind == "code" and chance.random() < 0.5:
            node.text = f"\n{node.text}\t"
        elif definition.kind == "text" and definition.high > 20 and chance.random() < 0.5:
            node.text = "é\\ \t\"'{},;&<"[: max(definition.low, 12)]
        if name in ("formation", "action", "session"):
            node.set("numero", f"{name}-{rank}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def frames_of(data: bytes) -> list[CatalogueMessage]:
    out = io.BytesIO()
    import_worker.import_into(io.BytesIO(data), out, dialect=Dialect(), skip=0, allowed=frozenset(), size=1000)
    return messages_in(out.getvalue())


def test_each_good_training_gives_rows_with_all_their_columns() -> None:
    entered = 0
    for seed in range(120):
        frames = frames_of(good(seed))
        assert frames[-1].kind is MessageType.END
        for frame in frames:
            if frame.kind is MessageType.ROWS:
                table, body = staged_lines(frame)
                lines = body.decode().split("\n")[:-1]
                assert {line.count("\t") + 1 for line in lines} == {len(STAGING_COLUMNS[table])}, table
                entered += table == "training" and len(lines)
    assert entered > 60


@pytest.fixture
def cast() -> Iterator[Cast]:
    with acting_as(MACHINE):
        yield gather_cast()


@pytest.mark.django_db
def test_drawn_trainings_enter_the_tables(cast: Cast) -> None:
    entered = 0
    for seed in range(12):
        result = import_catalogue(
            actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(good(seed)), file_name=f"{seed}.xml"
        )
        entered += result.tally.trainings_added
    assert entered > 3


@pytest.mark.django_db
def test_white_around_a_code_or_a_date_does_not_matter(cast: Cast) -> None:
    text = catalogue(1)
    for name in ("certifiante", "modalites-enseignement", "debut", "fin", "etat-recrutement", "nombre-heures-total"):
        text = text.replace(f"<{name}>", f"<{name}>\n  ").replace(f"</{name}>", f"\n</{name}>")
    import_catalogue(actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(text.encode()), file_name="blancs.xml")
    assert Training.objects.get().is_certifying
    action = TrainingAction.objects.order_by("pk").first()
    assert action is not None
    assert (action.modality, action.hours_total) == (0, action.hours_centre + 70 if action.hours_centre else None)
    session = Session.objects.order_by("pk").first()
    assert session is not None
    assert session.starts_on is not None
    assert len(session.period_as_given) == 16


@pytest.mark.parametrize(
    ("text", "found"),
    [("9,5", "950"), ("9.50", "950"), ("12", "1200"), ("0,05", "5"), ("", "\\N"), (" 7.1 ", "710")],
)
def test_a_price_becomes_cents(text: str, found: str) -> None:
    assert copy_text.price_field(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [("20260501", "2026-05-01"), ("20260500", "\\N"), ("00000000", "\\N"), ("99999999", "\\N"), ("hier", "\\N")],
)
def test_a_whole_day_only_becomes_a_date(text: str, found: str) -> None:
    assert copy_text.date_field(text) == found
