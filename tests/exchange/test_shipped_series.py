"""Public series shipped with pacte: real figures of every region, imported as any file of their producers."""

from __future__ import annotations

import csv
import runpy
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from pacte.accounts.row_context import acting_as
from pacte.exchange.series_files.reading import read_series
from pacte.exchange.series_files.shipped import SHIPPED_FOLDER, import_shipped_series, shipped_series_files
from pacte.indicators.models import Series, SeriesPoint
from pacte.indicators.records.profile import FICTITIOUS
from pacte.infra.instance import PROJECT_ROOT
from pacte.reference.queries import shipped_regions
from pacte.reference.services import load_shipped_territory
from tests.cast import MACHINE, Cast
from tests.shared import shared_file


def bring(cast: Cast, *, region: str = "24", published_by: date | None = None) -> None:
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code=region)
        import_shipped_series(actor=MACHINE, host=cast.region, published_by=published_by)


def values(code: str, zone: str) -> dict[int, Decimal]:
    return {
        point.first.year: point.value.normalize()
        for point in SeriesPoint.objects.filter(series__code=code, zone_code=zone)
    }


def test_each_file_is_known_by_its_headings_and_read_without_a_defect() -> None:
    files = shipped_series_files()
    assert len(files) == 3
    for path in files:
        reading = read_series(path.read_bytes(), name=path.name, known={})
        assert reading.source is not None, path.name
        assert reading.source.code == path.stem
        assert reading.errors == ()
        assert "Licence Ouverte" in reading.source.licence


def test_every_region_but_mayotte_has_its_rates() -> None:
    with (SHIPPED_FOLDER / "unemployment_regions.csv").open(encoding="utf-8") as file:
        assert {row["codeRegion"] for row in csv.DictReader(file)} == set(shipped_regions()) - {"06"}


def test_the_figures_are_those_of_the_producers(cast: Cast) -> None:
    bring(cast)
    assert values("unemployment_rate", "18")[2019] == Decimal("8.6")
    assert values("unemployment_rate", "24")[2020] == Decimal("7.2")
    assert values("reading_difficulty", "37") == {2020: Decimal("7.3")}
    assert not any(each.code.startswith(FICTITIOUS) for each in Series.objects.all())


def test_only_zones_of_the_region_are_kept(cast: Cast) -> None:
    bring(cast, region="53")
    zones = set(SeriesPoint.objects.values_list("zone_code", flat=True))
    assert zones == {"22", "29", "35", "56", "53"}


def test_on_a_past_day_nothing_is_known_before_it_was_published(cast: Cast) -> None:
    """The rate of a year comes three months after it, the reading of young people seven."""
    bring(cast, published_by=date(2021, 3, 30))
    assert sorted(values("unemployment_rate", "18")) == [2019]
    assert values("reading_difficulty", "18") == {}


def test_the_day_when_it_is_published_it_is_known(cast: Cast) -> None:
    bring(cast, published_by=date(2021, 3, 31))
    assert sorted(values("unemployment_rate", "18")) == [2019, 2020]


def test_importing_again_writes_nothing(cast: Cast) -> None:
    bring(cast)
    before = SeriesPoint.objects.count()
    bring(cast)
    assert SeriesPoint.objects.count() == before


def test_the_script_gives_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sources = shared_file("data/reference/emploi")
    monkeypatch.setattr(sys, "argv", ["build", "--sources", str(sources), "--output", str(tmp_path)])
    with pytest.raises(SystemExit, match="0"):
        runpy.run_path(str(PROJECT_ROOT / "scripts/build_public_series.py"), run_name="__main__")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in shipped_series_files()
    }
    assert "500 rows" in capsys.readouterr().out
