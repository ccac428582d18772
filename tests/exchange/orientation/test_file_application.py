"""A file of acts gives steps of journeys, once.

Sent again, it updates them. Doubtful rows are kept as lines to settle.
"""

from __future__ import annotations

import io
from datetime import date

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.formats.trainees_idf import FORMAT as IDF
from pacte.exchange.orientation.file_application import FileApplicationResult, apply_orientation_file
from pacte.interop.models import ActFile, ActFileIssue
from pacte.interop.services.act_files import register_act_file
from pacte.journeys.models import Journey, Learner, Step
from pacte.journeys.records import JourneyState, StepKind, StepSource
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, PermissionDenied
from pacte.workflows.apply_orientation_batch import apply_orientation_batch
from tests.cast import MACHINE, Cast, gather_cast
from tests.journeys.making import session_with, somebody, walk
from tests.kept import kept_for_module
from tests.shared import shared_file

pytestmark = pytest.mark.django_db
HEAD = "Numéro de la personne;Nom;Prénom;Numéro de session;Statut;Date\n"
INES = "ML-1;Distribution;Inès;24_1"


def made_cast() -> Cast:
    found = gather_cast()
    session_with(found, opened=2)
    return found


kept_cast = kept_for_module(made_cast)


def send(cast: Cast, *rows: str, actor: Actor | None = None, name: str = "actes.csv") -> FileApplicationResult:
    data = (HEAD + "".join(f"{row}\n" for row in rows)).encode()
    return apply_orientation_file(
        actor=actor or cast["adviser"].actor, host=cast.region, body=cast.network, stream=io.BytesIO(data),
        file_name=name, synthetic=True,
    )  # fmt: skip


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


def lines() -> list[tuple[int, str, str]]:
    with acting_as(MACHINE):
        return list(ActFileIssue.objects.order_by("file", "row", "pk").values_list("row", "level", "code"))


def lines_said() -> list[str]:
    with acting_as(MACHINE):
        return list(ActFileIssue.objects.values_list("text", flat=True))


def test_a_prescription_opens_the_file_of_a_person_and_its_origin_is_kept(cast: Cast) -> None:
    applied = send(cast, f"{INES};positionne;05/01/2021")
    assert applied.counts["new"] == 1
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
    assert send(cast, f"{INES};{status};05/01/2021").counts["new"] == 1
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
    assert again.already_received_at
    assert (again.counts["same"], again.counts["new"]) == (2, 0)
    other = send(cast, *reversed(rows), f"{INES};entre;11/01/2021")
    assert (other.counts["same"], other.counts["new"]) == (2, 1)
    assert steps()[: len(before)] == before


@pytest.mark.parametrize(("first", "second"), [("08/01/2021", "06/01/2021"), ("06/01/2021", "08/01/2021")])
def test_another_day_in_a_later_file_corrects_the_first_and_the_first_stays_written(
    cast: Cast, first: str, second: str
) -> None:
    send(cast, f"{INES};inscrit;{first}")
    assert send(cast, f"{INES};inscrit;{second}").counts["changed"] == 1, lines_said()
    day = date(2021, 1, int(second[:2]))
    assert (StepKind.ADMITTED, day) in steps()
    assert journey().state == JourneyState.ADMITTED
    assert send(cast, f"{INES};inscrit;{second}", name="b.csv").counts["same"] == 1
    # Back to the first day: this is a third line, and no key is used twice.
    assert send(cast, f"{INES};inscrit;{first}", name="c.csv").counts["changed"] == 1, lines_said()
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
    assert (applied.counts["to_settle"], applied.counts["new"]) == (4, 1)
    assert lines() == [
        (2, "to_settle", "session_unknown"), (3, "to_settle", "person_unknown"), (4, "to_settle", "no_way"),
        (5, "to_settle", "future"),
    ]  # fmt: skip
    with acting_as(MACHINE):
        assert Learner.objects.count() == 1, "nobody is opened by a line that is not applied"


def test_a_full_session_is_a_line_to_settle_and_takes_nobody_s_seat(cast: Cast) -> None:
    rows = [f"ML-{rank};Personne;P{rank};24_1;inscrit;05/01/2021" for rank in range(3)]
    assert send(cast, *rows).counts["to_settle"] == 1
    assert lines() == [(4, "to_settle", "journeys_full")]


def test_an_act_older_than_what_the_journey_says_does_not_upset_it(cast: Cast) -> None:
    send(cast, f"{INES};inscrit;10/01/2021")
    send(cast, f"{INES};ICA;10/01/2021", name="b.csv")
    assert journey().state == JourneyState.ADMITTED
    assert [code for _, _, code in lines()] == ["no_way"]


def test_a_person_of_another_network_is_not_touched(cast: Cast) -> None:
    session, theirs = session_with(cast, number="24_2"), somebody(cast)
    walk(cast["adviser"].actor, theirs, session, StepKind.PROPOSED)
    send(cast, f"{INES};positionne;05/01/2021")
    with acting_as(MACHINE):
        learner = Journey.objects.exclude(pk=theirs.pk).get().learner
        learner.referents.update(body=cast.observatory)
    send(cast, f"{INES};ICR;08/01/2021")
    assert [code for _, _, code in lines()] == ["person_elsewhere"]


def test_somebody_known_by_the_number_that_the_adviser_noted_is_not_opened_twice(cast: Cast) -> None:
    known = somebody(cast)
    with acting_as(cast["adviser"].actor):
        known.learner.contact.partner_number = "ML-1"
        known.learner.contact.save()
    send(cast, f"{INES};positionne;05/01/2021")
    assert journey().pk == known.pk


def test_a_network_sends_its_own_acts_only(cast: Cast) -> None:
    for part in ("pilot", "provider", "analyst", "intruder"):
        with pytest.raises(PermissionDenied):
            send(cast, f"{INES};positionne;05/01/2021", actor=cast[part].actor)
    with acting_as(MACHINE):
        assert not ActFile.objects.exists()


def test_a_file_is_read_by_one_at_a_time(cast: Cast) -> None:
    send(cast, f"{INES};positionne;05/01/2021")
    with acting_as(MACHINE):
        file_id = ActFile.objects.get().pk
        with pytest.raises(Conflict):
            apply_orientation_batch(actor=MACHINE, file_id=file_id, after=0, rows=[], upto=1)


def test_a_missing_column_writes_nothing(cast: Cast) -> None:
    with pytest.raises(UnreadableFile):
        apply_orientation_file(
            actor=cast["adviser"].actor, host=cast.region, body=cast.network, file_name="x.csv",
            stream=io.BytesIO(b"Nom;Statut\nExemple;ICR\n"),
        )  # fmt: skip
    with acting_as(MACHINE):
        assert not ActFile.objects.exists()


def test_the_entry_and_the_exit_of_one_line_are_both_recorded(cast: Cast) -> None:
    session_with(cast, opened=3, number="24_407731")
    with acting_as(MACHINE):
        Step.objects.all()
    data = IDF.sample.replace("24_1530117", "A24_407731").encode()
    applied = apply_orientation_file(
        actor=MACHINE, host=cast.region, body=cast.network, stream=io.BytesIO(data), file_name="idf.csv",
        synthetic=True,
    )  # fmt: skip
    assert applied.counts["new"] == 1, lines()
    found = journey()
    assert (found.entered_on, found.ended_on, found.end_kind) == (date(2021, 1, 11), date(2021, 6, 11), "to_term")


def test_the_real_trainees_of_pole_emploi_enter_when_their_sessions_are_known(cast: Cast) -> None:
    data = shared_file("data/exchange/stagiaires/stagiaires-pe.csv").read_bytes()
    first = apply_orientation_file(
        actor=MACHINE, host=cast.region, body=cast.network, stream=io.BytesIO(data), file_name="pe.csv", synthetic=True
    )
    assert (first.counts["to_settle"], first.counts["new"]) == (5, 0)
    for number in ("SE_0000160070", "SE_0000161111"):
        session = session_with(cast, opened=10, number=number)
        with acting_as(MACHINE):
            action = session.training_action
            action.number, action.training.number = f"14_{number}", f"14_AF_0000044465{number[-4:]}"
            action.save()
            type(action.training).objects.filter(pk=action.training_id).update(number=f"T{number}")
    # In the file both actions share this formation number, but numbers are unique here: it is removed.
    text = data.decode().replace("|14_AF_0000044465|", "||")
    again = apply_orientation_file(
        actor=MACHINE, host=cast.region, body=cast.network, stream=io.BytesIO(text.encode()), file_name="pe.csv",
        synthetic=True,
    )  # fmt: skip
    assert (again.counts["new"], again.counts["to_settle"]) == (5, 0), lines()
    with acting_as(MACHINE):
        # One number, two sessions: one person, two journeys.
        assert (Learner.objects.count(), Journey.objects.count()) == (4, 5)


def test_a_file_kept_by_the_ledger_holds_no_name(cast: Cast) -> None:
    send(cast, f"{INES};positionne;05/01/2021", "ML-9;Secret;Prénom;24_999;positionne;05/01/2021")
    with acting_as(MACHINE):
        assert "Secret" not in repr(list(ActFileIssue.objects.values())) + repr(list(ActFile.objects.values()))
    assert register_act_file
