"""Each entry of the catalogue has its Spark SQL. With PySpark and Java, both engines give the same figures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pacte.indicators.facts.query_builder import bind_dates, scan_sql
from pacte.indicators.facts.relations import RELATIONS
from pacte.indicators.facts.spark_sql import to_spark_sql
from pacte.indicators.queries import indicators
from pacte.indicators.queries.aggregation import compute_aggregates, scans_of
from pacte.indicators.queries.examples import UNLIMITED_SCOPE
from pacte.indicators.queries.store import open_facts
from pacte.indicators.queries.zones import fill_zones
from pacte.indicators.records import Indicator, IndicatorKind, IndicatorQuestion
from pacte.journeys.records import StepKind
from pacte.kernel.clock import today
from pacte.kernel.errors import ConfigurationError
from tests.cast import gather_cast
from tests.indicators.making import Facts
from tests.journeys.making import session_with, somebody, walk

DAY, KNOWN = date(2022, 12, 31), datetime(2023, 1, 1, tzinfo=UTC).replace(tzinfo=None)
COMPUTED = [each for each in indicators().values() if each.kind is IndicatorKind.COMPUTED]
TO_THE_SEAT = (StepKind.PROPOSED, StepKind.INFORMATION_ATTENDED, StepKind.ADMITTED)
QUESTION = IndicatorQuestion(date(2019, 1, 1), DAY, DAY)


@pytest.mark.parametrize("indicator", [pytest.param(each, id=each.code) for each in COMPUTED])
def test_an_entry_has_its_text_for_spark(indicator: Indicator) -> None:
    scans = scans_of([indicator], QUESTION)
    assert scans
    for one, since in scans:
        for by in ((), ("month", "zone")):
            assert to_spark_sql(scan_sql(one, QUESTION, UNLIMITED_SCOPE, by=by, since=since, read_from=one.relation))


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relation_has_its_text_for_spark(name: str) -> None:
    assert to_spark_sql(bind_dates(RELATIONS[name], on=DAY, known=KNOWN))


def test_a_text_that_nobody_can_write_for_spark_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        to_spark_sql("select ((")


@pytest.fixture
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql", reason="needs the extra « spark » (requirements/spark.txt)")
    if shutil.which("java") is None:
        pytest.skip("needs Java")
    session = sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    session.conf.set("spark.sql.shuffle.partitions", "2")
    yield session
    session.stop()


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore")
@pytest.mark.enable_socket
def test_both_engines_give_the_same_figures(spark: Any, tmp_path: Path) -> None:
    engine = pytest.importorskip("pacte.indicators.queries.spark_engine")
    cast = gather_cast()
    session = session_with(cast, opened=9)
    for rank, name in enumerate(("Inès", "Omar", "Léa")):
        journey = somebody(cast, first_name=name)
        walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT)
        walk(cast["provider"].actor, journey, session, StepKind.ENTERED, on=date(2021, 1, 11 + rank))
        if rank:
            walk(cast["provider"].actor, journey, session, StepKind.ENDED, on=date(2021, 5, 1))
    facts = Facts(cast, tmp_path / "facts")
    facts.refresh()
    zones = {f"18{rank:03d}": "18" for rank in range(1, 291)}
    for by in ((), ("month", "level"), ("zone", "month"), ("public",)):
        question = IndicatorQuestion(date(2019, 1, 1), DAY, today(), by=by)
        asked = [each for each in COMPUTED if not by or all(m.relation in ("entries", "cohort") for m in each.measures)]
        with open_facts(on=question.known_on, facts_dir=facts.folder) as connection:
            fill_zones(connection, zones)
            ours = compute_aggregates(connection, asked, question, UNLIMITED_SCOPE)
        engine.open_relations(spark, on=question.known_on, place=facts.folder, zones=zones)
        theirs = engine.aggregates(spark, asked, question, UNLIMITED_SCOPE)
        flat = {(*key, cell): value for key, cells in ours.items() for cell, value in cells.items()}
        assert flat == pytest.approx(theirs)
        assert len(flat) > 10
