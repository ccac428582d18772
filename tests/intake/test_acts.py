"""A file of acts gives steps of journeys, once.

Sent again, it updates them. Doubtful rows are kept as lines to settle.
"""

from __future__ import annotations

from datetime import date

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.errors import UnreadableFile
from pacte.intake.models import ReceivedFile, RefusedRow
from pacte.intake.records import FileSender
from pacte.intake.services.writing import WritingLedger
from pacte.journeys.models import Journey, Learner, Step
from pacte.journeys.records import JourneyState, StepKind, StepSource
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, NotFound
from tests.cast import MACHINE, Cast, gather_cast
from tests.intake.sending import receive, refused_codes, write
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
HEAD = "Numéro de la personne;Nom;Prénom;Numéro de session;Statut;Date\n"
INES = "ML-1;Distribution;Inès;24_1"


def made_cast() -> Cast:
    found = gather_cast()
    session_with(found, opened=2)
    return found


kept_cast = kept_for_module(made_cast)


def bytes_of(*rows: str) -> bytes:
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


def send(cast: Cast, *rows: str, actor: Actor | None = None) -> ReceivedFile:
    sender = actor or cast["adviser"].actor
    network = FileSender(cast.network, cast.region)
    file = receive("acts", bytes_of(*rows), actor=sender, sender=network, options={"tool": "reseau"})
    return write(file, actor=sender)


def steps() -> list[tuple[str, date]]:
    with acting_as(MACHINE):
        corrected = set(Step.objects.exclude(corrects_id=None).values_list("corrects_id", flat=True))
        rows = Step.objects.exclude(pk__in=corrected).order_by("happened_on", "pk")
        return list(rows.values_list("kind", "happened_on"))


def kinds() -> list[str]:
    return [kind for kind, _ in steps()]


def journey() -> Journey:
    with acting_as(MACHINE):
        return Journey.objects.get()


def test_a_prescription_opens_the_file_of_a_person_and_its_origin_is_kept(cast: Cast) -> None:
    assert send(cast, f"{INES};positionne;05/01/2021").counts == {"added": 1, "kept": 0}
    assert kinds() == [StepKind.NEED_EXPRESSED, StepKind.PROPOSED]
    found = journey()
    assert (found.state, found.referrer_id) == (JourneyState.PROPOSED, cast.network.pk)
    with acting_as(MACHINE):
        step = Step.objects.get(kind=StepKind.PROPOSED)
        assert (step.source, step.origin) == (StepSource.FILE, "reseau")
        assert found.learner.contact.partner_number == "ML-1"


@pytest.mark.parametrize(
    ("status", "state", "last"),
    [
        ("convoque_ic", JourneyState.INVITED, [StepKind.INVITED]),
        ("ICA", JourneyState.MISSED, [StepKind.INVITED, StepKind.INFORMATION_MISSED]),
        ("ICN", JourneyState.NOT_KEPT, [StepKind.INFORMATION_ATTENDED, StepKind.NOT_KEPT]),
        ("ICR", JourneyState.ADMITTED, [StepKind.INFORMATION_ATTENDED, StepKind.ADMITTED]),
        ("inscrit", JourneyState.ADMITTED, [StepKind.ADMITTED]),
        ("liste_attente", JourneyState.WAITING, [StepKind.WAITING_LISTED]),
        ("renonce", JourneyState.DECLINED, [StepKind.DECLINED]),
        ("entre", JourneyState.IN_TRAINING, [StepKind.ADMITTED, StepKind.ENTERED]),
    ],
)
def test_each_status_leads_where_it_says_by_what_it_supposes(
    cast: Cast, status: str, state: JourneyState, last: list[StepKind]
) -> None:
    assert send(cast, f"{INES};{status};05/01/2021").counts["added"] == 1
    assert journey().state == state
    assert kinds() == [StepKind.NEED_EXPRESSED, StepKind.PROPOSED, *last]


def test_acts_of_one_person_follow_one_another_in_one_journey(cast: Cast) -> None:
    send(cast, f"{INES};positionne;05/01/2021")
    send(cast, f"{INES};ICR;08/01/2021", f"{INES};entre;11/01/2021", f"{INES};abandon;01/02/2021")
    found = journey()
    assert (found.state, found.end_kind) == (JourneyState.ENDED, "dropout")
    assert (found.entered_on, found.ended_on) == (date(2021, 1, 11), date(2021, 2, 1))


def test_the_same_file_again_and_the_same_acts_in_another_change_nothing(cast: Cast) -> None:
    rows = (f"{INES};positionne;05/01/2021", f"{INES};ICR;08/01/2021")
    send(cast, *rows)
    before = steps()
    again = send(cast, *rows)
    assert again.counts == {"unchanged": 2, "kept": 0}
    with acting_as(MACHINE):
        assert ReceivedFile.objects.get().pk == again.pk
    other = send(cast, *reversed(rows), f"{INES};entre;11/01/2021")
    assert other.counts == {"unchanged": 2, "added": 1, "kept": 0}
    assert steps()[: len(before)] == before


@pytest.mark.parametrize(("first", "second"), [("08/01/2021", "06/01/2021"), ("06/01/2021", "08/01/2021")])
def test_another_day_in_a_later_file_corrects_the_first_and_the_first_stays_written(
    cast: Cast, first: str, second: str
) -> None:
    send(cast, f"{INES};inscrit;{first}")
    assert send(cast, f"{INES};inscrit;{second}").counts["changed"] == 1, refused_codes()
    day = date(2021, 1, int(second[:2]))
    assert (StepKind.ADMITTED, day) in steps()
    assert journey().state == JourneyState.ADMITTED
    assert send(cast, f"{INES};inscrit;{second}").counts["unchanged"] == 1
    # Back to the first day: this is a third line, and no key is used twice.
    assert send(cast, f"{INES};inscrit;{first}").counts["changed"] == 1, refused_codes()
    with acting_as(MACHINE):
        assert Step.objects.filter(kind=StepKind.ADMITTED).count() == 3


def test_what_needs_an_eye_is_a_line_and_the_rest_is_applied(cast: Cast) -> None:
    applied = send(
        cast,
        "ML-2;Personne;Une;24_999;positionne;05/01/2021",
        "ML-3;;;24_1;positionne;05/01/2021",
        f"{INES};abandon;05/01/2021",
        f"{INES};positionne;05/01/2099",
        "ML-4;Personne;Autre;24_1;positionne;05/01/2021",
    )
    assert (applied.counts["refused"], applied.counts["added"]) == (4, 1)
    assert refused_codes() == [(2, "session_unknown"), (3, "person_unknown"), (4, "no_way"), (5, "future")]
    with acting_as(MACHINE):
        assert Learner.objects.count() == 1, "nobody is opened by a line that is not applied"


def test_a_full_session_is_a_line_to_settle_and_takes_nobody_s_seat(cast: Cast) -> None:
    rows = [f"ML-{rank};Personne;P{rank};24_1;inscrit;05/01/2021" for rank in range(3)]
    assert send(cast, *rows).counts["refused"] == 1
    assert refused_codes() == [(4, "journeys_full")]


def test_an_act_older_than_what_the_journey_says_does_not_upset_it(cast: Cast) -> None:
    send(cast, f"{INES};inscrit;10/01/2021")
    send(cast, f"{INES};ICA;10/01/2021")
    assert journey().state == JourneyState.ADMITTED
    assert [code for _, code in refused_codes()] == ["no_way"]


def test_a_person_of_another_network_is_not_touched(cast: Cast) -> None:
    session, theirs = session_with(cast, number="24_2"), somebody(cast)
    walk(cast["adviser"].actor, theirs, session, StepKind.PROPOSED)
    send(cast, f"{INES};positionne;05/01/2021")
    with acting_as(MACHINE):
        learner = Journey.objects.exclude(pk=theirs.pk).get().learner
        learner.referents.update(body=cast.observatory)
    send(cast, f"{INES};ICR;08/01/2021")
    assert [code for _, code in refused_codes()] == ["person_elsewhere"]


def test_somebody_known_by_the_number_that_the_adviser_noted_is_not_opened_twice(cast: Cast) -> None:
    known = somebody(cast)
    with acting_as(cast["adviser"].actor):
        known.learner.contact.partner_number = "ML-1"
        known.learner.contact.save()
    send(cast, f"{INES};positionne;05/01/2021")
    assert journey().pk == known.pk


def test_a_network_sends_its_own_acts_only(cast: Cast) -> None:
    for part in ("pilot", "provider", "analyst", "intruder"):
        with pytest.raises(NotFound):
            send(cast, f"{INES};positionne;05/01/2021", actor=cast[part].actor)
    with acting_as(MACHINE):
        assert not ReceivedFile.objects.exists()


def test_a_file_is_written_by_one_at_a_time(cast: Cast) -> None:
    actor, network = cast["adviser"].actor, FileSender(cast.network, cast.region)
    data = bytes_of(f"{INES};positionne;05/01/2021")
    file = receive("acts", data, actor=actor, sender=network, options={"tool": "reseau"})
    with acting_as(actor):
        file.state = "writing"
        file.save()
        with pytest.raises(Conflict):
            receive("acts", data, actor=actor, sender=network, options={"tool": "reseau"})
        slow, fast = (WritingLedger(actor=actor, file=ReceivedFile.objects.get()) for _ in range(2))
        with fast.batch(1):
            pass
        with pytest.raises(Conflict), slow.batch(1):
            pass


def test_a_missing_column_writes_nothing(cast: Cast) -> None:
    actor, network = cast["adviser"].actor, FileSender(cast.network, cast.region)
    file = receive("acts", b"Nom;Statut\nExemple;ICR\n", actor=actor, sender=network, options={"tool": "reseau"})
    with pytest.raises(UnreadableFile):
        write(file, actor=actor)
    with acting_as(MACHINE):
        assert ReceivedFile.objects.get().state == "received"
        assert not Journey.objects.exists()


def test_the_ledger_holds_no_name_and_the_quarantine_is_closed_to_the_region(cast: Cast) -> None:
    send(cast, f"{INES};positionne;05/01/2021", "ML-9;Secret;Prénom;24_999;positionne;05/01/2021")
    with acting_as(MACHINE):
        assert "Secret" not in repr(list(ReceivedFile.objects.values()))
        assert "Secret" in repr(list(RefusedRow.objects.values()))
    for part in ("pilot", "administrator", "analyst"):
        with acting_as(cast[part].actor):
            assert ReceivedFile.objects.exists()
            assert not RefusedRow.objects.exists()
