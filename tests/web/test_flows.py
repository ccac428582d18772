"""Who orients to which provider, for which trade: from the proposal to the entry, for who sees small counts."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.orientation_flows import orientation_flows
from pacte.journeys.models import SessionTally
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound
from pacte.offer.models import Provider, Session
from tests.cast import MACHINE, Cast, gather_cast
from tests.indicators.written_facts import FactRow, write_tables
from tests.journeys.making import SIRET, session_with
from tests.web.test_experiment_sessions import rows_of
from tests.web.test_outcomes import read

pytestmark = pytest.mark.django_db
STARTED = date(2021, 1, 11)
WELDER, CARER = "H2913", "J1501"


@pytest.fixture
def cast(settings: LazySettings, tmp_path: Path) -> Cast:
    settings.TOTP_REQUIRED = False
    settings.FACTS_FOLDER = str(tmp_path)
    return gather_cast()


def write_flows(cast: Cast, folder: Path, *told: tuple[int, Session, str, int, int, int]) -> None:
    """Network, session and trade of people: proposed, admitted among them, entered among these."""
    rows: dict[str, list[FactRow]] = {"approaches": [], "entries": []}
    journeys = itertools.count(1)
    for network, session, rome, proposed, admitted, entered in told:
        for rank in range(proposed):
            about: dict[str, object] = {
                "host": cast.region.pk, "journey": next(journeys), "session": session.pk, "referrer": network,
                "provider": session.training_action.training.provider_id, "rome": rome, "starts_on": STARTED,
                "first_starts_on": STARTED, "happened_on": STARTED,
                "recorded_at": datetime(2021, 1, 11, 12),  # noqa: DTZ001
            }  # fmt: skip
            rows["approaches"].append(about | {"kind": "proposed"})
            rows["approaches"] += [about | {"kind": "admitted"}] if rank < admitted else []
            rows["entries"] += [about | {"kind": "entered"}] if rank < entered else []
    write_tables(folder, rows, built_on=STARTED)


@pytest.fixture
def sessions(cast: Cast, tmp_path: Path) -> list[Session]:
    """Two sessions of our provider and one of another; our network and a second one orient to them."""
    ours = [session_with(cast, number=number) for number in ("24_1", "24_2")]
    elsewhere = session_with(cast, number="24_3")
    with acting_as(MACHINE):
        training = elsewhere.training_action.training
        training.provider = Provider.objects.create(
            siret=SIRET[:-1] + "3", name="Organisme de l’Indre", recorded_at=now(), changed_at=now()
        )
        training.save()
    network, second = cast.network.pk, cast.observatory.pk
    write_flows(
        cast, tmp_path,
        (network, ours[0], WELDER, 5, 3, 2), (network, ours[1], WELDER, 4, 1, 1), (network, ours[1], CARER, 2, 0, 0),
        (second, ours[0], WELDER, 3, 3, 3), (second, elsewhere, CARER, 7, 6, 4),
    )  # fmt: skip
    return [*ours, elsewhere]


def flows(cast: Cast) -> list[tuple[int, str, int, int, int]]:
    with acting_as(cast["pilot"].actor) as pilot:
        found = orientation_flows(actor=pilot, host_id=cast.region.pk, on=today())
    return [(each.referrer_id, each.rome, each.proposed, each.admitted, each.entered) for each in found]


def test_people_are_counted_by_network_provider_and_trade(cast: Cast, sessions: list[Session]) -> None:
    network, second = cast.network.pk, cast.observatory.pk
    assert flows(cast) == [
        (network, WELDER, 9, 4, 3), (second, CARER, 7, 6, 4), (second, WELDER, 3, 3, 3), (network, CARER, 2, 0, 0),
    ]  # fmt: skip


def test_sessions_for_people_under_the_hand_of_justice_are_left_out(cast: Cast, sessions: list[Session]) -> None:
    with acting_as(MACHINE):
        SessionTally.objects.create(
            session=sessions[2], organisation=cast.region, provider=sessions[2].training.provider, year=2021,
            is_protected=True, counted_at=now(),
        )  # fmt: skip
    assert [each[1:3] for each in flows(cast)] == [(WELDER, 9), (WELDER, 3), (CARER, 2)]


def test_the_page_gives_the_largest_flow_first_and_their_sum(cast: Cast, sessions: list[Session]) -> None:
    shown = read(cast, "pilot", "/comptes/flux/")
    assert "2 réseaux ont fait 21 propositions de session, chez 2 organismes" in shown
    assert "13 ont mené à une admission, 10 à une entrée (48 %)" in shown
    assert [cells[1] for cells in rows_of(shown, "flux")][:2] == ["Organisme du Cher", "Organisme de l’Indre"]
    assert [cells[3:] for cells in rows_of(shown, "flux")][0] == ["9", "4", "3"]


@pytest.mark.parametrize(
    ("query", "columns"),
    [
        ("", ["Organisme du Cher", "Organisme de l’Indre"]),
        ("?croiser=metiers", [WELDER, CARER]),
        ("?croiser=tout", ["Organisme du Cher", "Organisme de l’Indre"]),
    ],
)
def test_the_flows_are_drawn_by_provider_or_by_trade(
    cast: Cast, sessions: list[Session], query: str, columns: list[str]
) -> None:
    shown = read(cast, "pilot", f"/comptes/flux/{query}")
    assert "Qui oriente où" in shown
    assert [name for name in columns if f"<b>A</b> {name}" in shown or f"<b>B</b> {name}" in shown] == columns


def test_one_flow_alone_is_not_drawn(cast: Cast, sessions: list[Session]) -> None:
    shown = read(cast, "pilot", f"/comptes/flux/?reseau={cast.network.pk}&metier={CARER}")
    assert 'id="flux"' in shown
    assert 'id="matrice"' not in shown


@pytest.mark.parametrize(
    ("query", "counts"),
    [
        ("annee=2021", [["9", "4", "3"], ["7", "6", "4"], ["3", "3", "3"], ["2", "0", "0"]]),
        ("annee=2020", []),
        (f"metier={CARER}", [["7", "6", "4"], ["2", "0", "0"]]),
        ("reseau=0", []),
        ("reseau=999999", []),
        ("annee=hier", [["9", "4", "3"], ["7", "6", "4"], ["3", "3", "3"], ["2", "0", "0"]]),
    ],
)
def test_filters_choose_what_is_counted(
    cast: Cast, sessions: list[Session], query: str, counts: list[list[str]]
) -> None:
    found = [cells[3:] for cells in rows_of(read(cast, "pilot", f"/comptes/flux/?{query}"), "flux") if len(cells) > 3]
    assert found == counts


def test_a_network_and_a_provider_are_chosen_by_their_number(cast: Cast, sessions: list[Session]) -> None:
    asked = f"?reseau={cast.network.pk}&organisme={sessions[0].training.provider_id}"
    assert len(rows_of(read(cast, "analyst", f"/comptes/flux/{asked}"), "flux")) == 2


def test_the_file_has_every_row(cast: Cast, sessions: list[Session]) -> None:
    lines = read(cast, "buyer", "/comptes/flux.csv").splitlines()
    assert sum(line.endswith(("9;4;3", "7;6;4", "3;3;3", "2;0;0")) for line in lines) == 4


@pytest.mark.parametrize("part", ["state_reader", "lead", "finance", "provider", "adviser"])
def test_others_are_told_in_words_why_it_is_not_shown(cast: Cast, sessions: list[Session], part: str) -> None:
    shown = read(cast, part, "/comptes/flux/")
    assert "Ce croisement montrerait de petits effectifs" in shown
    assert 'id="flux"' not in shown
    assert not any(name in shown for name in ("Organisme de l’Indre", "21 propositions"))
    with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
        orientation_flows(actor=actor, host_id=cast.region.pk, on=today())


def test_another_region_reads_nothing_of_it(cast: Cast, sessions: list[Session]) -> None:
    with acting_as(cast["intruder"].actor) as intruder:
        with pytest.raises(NotFound):
            orientation_flows(actor=intruder, host_id=cast.region.pk, on=today())
        own = intruder.host_ids
        assert [orientation_flows(actor=intruder, host_id=host, on=today()) for host in own] == [()] * len(own)


def test_before_the_first_refresh_nobody_is_counted(cast: Cast) -> None:
    assert "Personne n’a été orienté pour ces choix." in read(cast, "pilot", "/comptes/flux/")


def test_the_page_costs_the_same_whatever_the_number_of_flows(
    cast: Cast, sessions: list[Session], tmp_path: Path
) -> None:
    read(cast, "pilot", "/comptes/flux/")
    costs = []
    for few in (1, 5):
        write_flows(cast, tmp_path, *[(cast.network.pk, each, WELDER, few, 0, 0) for each in sessions[:few]])
        with CaptureQueriesContext(connection) as counted:
            read(cast, "pilot", "/comptes/flux/")
        costs.append(len(counted))
    assert costs[0] == costs[1]
