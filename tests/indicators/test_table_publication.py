"""A public table is published once for a closed year, hides what it must, and never changes."""

from __future__ import annotations

import itertools
import os
import random
from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from pacte.accounts.row_context import acting_as
from pacte.indicators.facts.dimensions import DIMENSIONS, PROTECTED
from pacte.indicators.models import Publication
from pacte.indicators.queries import indicator
from pacte.indicators.queries.publications import public_tables, published_table, published_years
from pacte.indicators.records.publication import SHARE_PART, PublicTable
from pacte.indicators.rules.disclosure import (
    THRESHOLD,
    TOTAL,
    CountTable,
    Equation,
    attacker_intervals,
    cross_tabulate,
)
from pacte.indicators.rules.publications import (
    build_public_table,
    publication_from_document,
    publication_to_document,
    publishable_on,
    years_due,
)
from pacte.indicators.services import refresh_facts
from pacte.indicators.services.table_publication import publish_tables
from pacte.journeys.models import Learner, PublishedCount
from pacte.journeys.records import StepKind
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now, today
from pacte.kernel.errors import NotFound, PermissionDenied
from pacte.reference.services.shipped_territory import load_shipped_territory
from tests.cast import MACHINE, gather_cast
from tests.journeys.making import session_with, somebody, walk

TABLE = PublicTable("t", "Titre", "Question ?", "entries_by_residence", ("zone", "sex"), ("Département", "Sexe"))
NAMES = ({"18": "Cher", "36": "Indre"}, {"f": "femmes", "m": "hommes"})
AFTER = date(2023, 1, 1)
SETS = int(os.environ.get("PACTE_DISCLOSURE_SETS", "20")) // 4
MOST = SETS if "PACTE_DISCLOSURE_SETS" in os.environ else 2
_SIZES = {"zone": 7, SHARE_PART: 2, "domain": 40}


def test_a_year_is_published_once_it_is_known() -> None:
    assert publishable_on(2020) == date(2022, 1, 1)
    assert years_due(first=2019, on=date(2022, 1, 1), done=[2019]) == (2020,)
    assert years_due(first=2019, on=date(2021, 12, 31), done=[2019]) == ()


def test_a_small_count_is_hidden_with_what_would_give_it_back() -> None:
    counts = {("18", "f"): 40, ("18", "m"): 4, ("36", "f"): 50, ("36", "m"): 60}
    given = build_public_table(TABLE, counts, NAMES, year=2020, known_on=AFTER, is_synthetic=True)
    assert given.count("18", "m") is None
    assert given.hidden >= 4
    assert given.count(TOTAL, TOTAL) == 154
    assert publication_from_document(TABLE, publication_to_document(given)) == given


def test_a_handful_of_unknown_hides_no_other_class() -> None:
    """Four people whose sex is not known would hide all the women: they are joined to a class, whose label says so."""
    counts = {("18", "f"): 4800, ("18", "m"): 5100, ("36", "f"): 5000, ("36", "m"): 4900, ("18", "unknown"): 4}
    names = (NAMES[0], NAMES[1] | {"unknown": "non connu"})
    given = build_public_table(TABLE, counts, names, year=2022, known_on=AFTER, is_synthetic=True)
    assert given.hidden == 0
    assert given.names[1] == {"f+unknown": "femmes ou non connu", "m": "hommes"}
    assert (given.count(TOTAL, "f+unknown"), given.count(TOTAL, "m"), given.count(TOTAL, TOTAL)) == (9804, 10000, 19804)
    assert given.cells[-1].keys == (TOTAL, TOTAL)
    assert publication_from_document(TABLE, publication_to_document(given)) == given


def test_classes_are_not_joined_where_it_would_give_a_hidden_count_back() -> None:
    """The women are read elsewhere: joined to them, the four would be the difference."""
    counts = {("18", "f"): 4800, ("18", "m"): 5100, ("36", "f"): 5000, ("36", "m"): 4900, ("18", "unknown"): 4}
    names = (NAMES[0], NAMES[1] | {"unknown": "non connu"})
    given = build_public_table(
        TABLE, counts, names, year=2022, known_on=AFTER, is_synthetic=True,
        journeys={("sex", "f"): frozenset({"entered"}), ("sex", "m"): frozenset(), ("sex", ""): frozenset()},
    )  # fmt: skip
    assert "f+unknown" not in given.names[1]


def test_many_unknown_stay_a_class_of_their_own() -> None:
    counts = {("18", "f"): 48, ("18", "m"): 51, ("36", "f"): 50, ("36", "m"): 5, ("18", "unknown"): 40}
    counts |= {("36", "unknown"): 30}
    names = (NAMES[0], NAMES[1] | {"unknown": "non connu"})
    given = build_public_table(TABLE, counts, names, year=2022, known_on=AFTER, is_synthetic=True)
    assert "unknown" in given.names[1]


@pytest.mark.drawn("seed", range(SETS), MOST)
def test_joined_classes_give_no_hidden_count_back(seed: int) -> None:
    """Whoever reads a joined table, with the cells of the joined classes apart, finds none of them."""
    chance = random.Random(seed)
    counts = {
        (zone, sex): int(chance.paretovariate(0.8) * chance.choice([0, 1, 20, 90] if sex != "unknown" else [0, 0, 1]))
        for zone in ("18", "28", "36", "37") for sex in ("f", "m", "unknown")
    }  # fmt: skip
    given = build_public_table(TABLE, counts, ({}, {}), year=2022, known_on=AFTER, is_synthetic=True)
    found, ranked = cross_tabulate(counts)
    shown = {cell.keys: cell.count for cell in given.cells}
    cells, equations = list(found.counts), list(found.equations)
    hidden = {rank for rank, key in enumerate(ranked) if shown.get(key) is None}
    for key in shown.keys() - set(ranked):
        parts = tuple(rank for rank, fine in enumerate(ranked)
                      if all(code in own.split("+") for code, own in zip(fine, key, strict=True)))  # fmt: skip
        hidden |= {len(cells)} if shown[key] is None else set()
        equations.append(Equation(len(cells), parts))
        cells.append(sum(found.counts[rank] for rank in parts))
    known = attacker_intervals(CountTable(tuple(cells), tuple(equations)), hidden)
    assert all(each.width >= THRESHOLD - 1e-6 for rank, each in known.items())


def test_a_zone_of_which_few_cross_new_year_is_not_shown() -> None:
    table = public_tables()["job_at_6_months_by_department"]
    counts = {(zone, side): 40 for zone in ("18", "36", "45") for side in ("yes", "no")}
    names = (NAMES[0] | {"45": "Loiret"}, {"yes": "en emploi", "no": "sans emploi"})
    given = build_public_table(
        table, counts, names, year=2020, known_on=AFTER, is_synthetic=True,
        crossings=[{"18": 30, "36": 20, "45": 3}],
    )  # fmt: skip
    assert {cell.keys[0] for cell in given.cells if cell.count is None} == {"36", "45"}
    whole = build_public_table(table, counts, names, year=2020, known_on=AFTER, is_synthetic=True)
    assert all(cell.count for cell in whole.cells)


def test_nobody_entered_is_an_empty_table() -> None:
    given = build_public_table(TABLE, {}, NAMES, year=2020, known_on=AFTER, is_synthetic=False)
    assert given.cells == ()


@pytest.mark.parametrize("code", sorted(public_tables()))
def test_every_public_table_counts_people_and_tells_nothing_protected(code: str) -> None:
    table = public_tables()[code]
    asked = indicator(table.indicator)
    assert (table.parts is not None) == (SHARE_PART in table.by) == (asked.is_rate and not asked.is_share_of_total)
    assert table.by[-1:] == (SHARE_PART,) or SHARE_PART not in table.by
    assert len(table.by) == len(table.labels)
    for each in table.splits:
        assert each == "zone" or not DIMENSIONS[each].protected_codes & set(PROTECTED)


def test_tables_of_one_indicator_share_the_whole_and_no_other_margin() -> None:
    pairs = [
        (one, other)
        for one, other in itertools.combinations(public_tables().values(), 2)
        if one.indicator == other.indicator
    ]
    assert pairs
    for one, other in pairs:
        assert not set(one.by) & set(other.by)


@pytest.mark.parametrize("code", sorted(public_tables()))
@pytest.mark.drawn("seed", range(SETS), MOST)
def test_no_public_table_gives_a_hidden_count_back(code: str, seed: int) -> None:
    """Each table with its own shape, and counts with a long tail like real ones."""
    table, chance = public_tables()[code], random.Random(f"{code}{seed}")
    shape = [_SIZES.get(each) or len(DIMENSIONS[each].labels) or 30 for each in table.by]
    keys = itertools.product(*([str(value) for value in range(size)] for size in shape))
    counts = {key: int(chance.paretovariate(0.8) * chance.choice([0, 1, 3, 8])) for key in keys}
    names = [{str(value): str(value) for value in range(size)} for size in shape]
    given = build_public_table(table, counts, names, year=2020, known_on=AFTER, is_synthetic=True)
    found, ranked = cross_tabulate(counts)
    shown = {cell.keys: cell.count for cell in given.cells}
    hidden = {rank for rank, key in enumerate(ranked) if shown[key] is None}
    assert {rank for rank, count in enumerate(found.counts) if count < THRESHOLD} <= hidden
    assert all(known.width >= THRESHOLD - 1e-6 for known in attacker_intervals(found, hidden).values())


@pytest.mark.django_db
def test_what_is_published_is_read_by_everybody_and_stays(tmp_path: Path) -> None:
    cast = gather_cast()
    session = session_with(cast, opened=30)
    for rank in range(16):
        journey = somebody(cast)
        with acting_as(MACHINE):
            Learner.objects.filter(pk=journey.learner_id).update(sex="f" if rank < 12 else "m")
        walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED, StepKind.ADMITTED)
        walk(cast["provider"].actor, journey, session, StepKind.ENTERED, on=date(2021, 1, 11))
    host = cast.region
    with acting_as(MACHINE) as machine:
        # Steps of the past are recorded today: the year is published as known on the day of the call.
        load_shipped_territory(actor=machine, region_code="24")
        refresh_facts(actor=machine, facts_dir=tmp_path)
        made = publish_tables(actor=machine, host=host, first=2021, on=today(), is_synthetic=True, facts_dir=tmp_path)
        again = publish_tables(actor=machine, host=host, first=2021, on=today(), is_synthetic=True, facts_dir=tmp_path)
    assert {(each.table.code, each.year) for each in made} >= {("entries_by_department", 2021)}
    assert again == []
    with acting_as(NOBODY) as nobody:
        assert 2021 in published_years(actor=nobody, host_id=host.pk)["entries_by_department"]
        given = published_table(actor=nobody, host_id=host.pk, code="entries_by_department", year=2021)
        with pytest.raises(NotFound):
            published_table(actor=nobody, host_id=host.pk, code="entries_by_department", year=1999)
    assert given.count(TOTAL, TOTAL, TOTAL) == 16
    assert all(cell.count is None or cell.count >= 11 for cell in given.cells)
    with acting_as(MACHINE), pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.update(document={})


@pytest.mark.django_db
def test_a_line_without_anybody_that_is_written_as_hidden_has_its_words(tmp_path: Path) -> None:
    cast = gather_cast()
    session, journey = session_with(cast, opened=30), somebody(cast)
    walk(cast["adviser"].actor, journey, session, StepKind.PROPOSED, StepKind.ADMITTED)
    walk(cast["provider"].actor, journey, session, StepKind.ENTERED, on=date(2021, 1, 11))
    with acting_as(MACHINE) as machine:
        for cut, key in (("age", ""), ("age", "45_over"), ("residence", "41")):
            PublishedCount.objects.create(
                organisation=cast.region, cut=cut, year=2021, key=key, values={}, hidden=["entered"], counted_at=now()
            )
        load_shipped_territory(actor=machine, region_code="24")
        refresh_facts(actor=machine, facts_dir=tmp_path)
        made = publish_tables(
            actor=machine, host=cast.region, first=2021, on=today(), is_synthetic=True, facts_dir=tmp_path
        )  # fmt: skip
    names = {each.table.code: each.names for each in made if each.year == 2021}
    assert names["entries_by_objective"][1].items() >= {
        ("unknown", "non connu"), ("45_54", "45 à 54 ans"), ("55_plus", "55 ans et plus"),
    }  # fmt: skip
    assert names["entries_by_department"][0]["41"] == "Loir-et-Cher"


@pytest.mark.django_db
def test_nobody_publishes_by_hand() -> None:
    cast = gather_cast()
    with acting_as(cast["pilot"].actor) as pilot, pytest.raises(PermissionDenied):
        publish_tables(actor=pilot, host=cast.region, first=2019, on=AFTER, is_synthetic=False)
