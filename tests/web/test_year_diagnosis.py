"""The diagnosis of one year of a plan: the same figures, gaps and surveys on the page, on paper and in the workbook."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.conf import LazySettings

from pacte.accounts.row_context import acting_as
from pacte.exchange.documents import year_pdf
from pacte.indicators.models import Series
from pacte.indicators.queries.year_diagnosis import year_diagnosis
from pacte.indicators.records.gaps import GapCounts
from pacte.indicators.records.series_input import SeriesInput, SeriesPointInput
from pacte.indicators.records.survey import GapInput, Stratum, SurveyInput
from pacte.indicators.records.year_diagnosis import YearDiagnosis
from pacte.indicators.rules.year_diagnosis import freshness_text
from pacte.indicators.services import add_points, record_series_break, save_series
from pacte.indicators.services.gaps import open_survey, record_gap, record_survey_answers
from pacte.kernel.clock import clock_stopped_on, now, today
from pacte.reference.models import Edition, Zone
from tests.cast import MACHINE
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
DAY = date(2021, 6, 30)
YEAR = DAY.year
SHEETS = ["Diagnostic", "Manques", "Enquêtes"]


@pytest.fixture
def stopped() -> Iterator[None]:
    """In the years of the plan."""
    with clock_stopped_on(DAY):
        yield


@pytest.fixture
def stage(settings: LazySettings, stopped: None) -> Stage:
    settings.TOTP_REQUIRED = False
    content = small_plan(row("A01", 1, figures=(target(),)), row("A02", 2))
    made = staged(content)
    with acting_as(MACHINE):
        Edition.objects.get_or_create(year=YEAR, defaults={"loaded_at": now()})
        Zone.objects.update_or_create(
            kind="region", code="24", edition=YEAR,
            defaults={"name": made.plan.region, "plain_name": made.plan.region.lower()},
        )  # fmt: skip
    return made


def give(stage: Stage, code: str, values: dict[int, str], *, unit: str = "%", theme: str = "unemployment") -> None:
    sheet = SeriesInput(
        code,
        f"Série {code}",
        "Combien ?",
        unit,
        "personne",
        "une source publique",
        "Insee",
        theme=theme,
        delay_months=6,
    )
    points = [
        SeriesPointInput("region", "24", date(year, 1, 1), date(year, 12, 31), Decimal(value))
        for year, value in values.items()
    ]
    with acting_as(MACHINE):
        series = save_series(actor=MACHINE, host=stage.cast.region, data=sheet)
        add_points(actor=MACHINE, series=series, points=points, source_label="")


def survey_done(stage: Stage) -> None:
    with acting_as(stage.cast["pilot"].actor) as pilot:
        gap = record_gap(actor=pilot, plan=stage.plan, data=GapInput("Adultes en illettrisme", "à savoir", "ANLCI"))
        record_gap(actor=pilot, plan=stage.plan, data=GapInput("Offres avec permis", "à savoir", "France Travail"))
        survey = open_survey(
            actor=pilot, plan=stage.plan, data=SurveyInput("Lire et écrire", "adultes", "1. Lisez-vous ?"), gaps=[gap]
        )
        strata = [Stratum("ville", 9_000, 100, 10), Stratum("campagne", 1_000, 100, 30)]
        record_survey_answers(actor=pilot, survey=survey, gap=gap, strata=strata, on=today())


def told(stage: Stage, year: int = YEAR, part: str = "pilot") -> YearDiagnosis:
    with acting_as(stage.cast[part].actor) as actor:
        return year_diagnosis(actor=actor, plan=stage.plan, year=year, on=today())


def test_a_figure_has_its_value_its_change_and_its_freshness(stage: Stage) -> None:
    give(stage, "unemployment_rate", {2017: "8.4", 2018: "8.1"})
    (figure,) = told(stage).figures
    assert (plain(figure.value), figure.period) == ("8,1 %", "2018")
    assert (plain(figure.change), figure.is_late, figure.is_invented) == ("−0,3 depuis 2017", True, False)
    assert freshness_text(figure).startswith("en retard, attendue le 30")


def test_the_figure_of_a_past_year_is_that_of_its_time(stage: Stage) -> None:
    give(stage, "unemployment_rate", {2018: "9.4", 2019: "9.1", 2020: "8.1"})
    (figure,) = told(stage, 2019).figures
    assert (figure.number, figure.period) == (Decimal("9.1"), "2019")
    assert not figure.is_late


def test_both_sides_of_a_break_are_not_compared(stage: Stage) -> None:
    give(stage, "unemployment_rate", {2018: "9.4", 2019: "9.1"})
    with acting_as(MACHINE):
        series = Series.objects.get(code="unemployment_rate")
        record_series_break(actor=MACHINE, series=series, on=date(2019, 1, 1), reason="Nouvelle définition.")
    (figure,) = told(stage, 2019).figures
    assert "ne se compare pas à 2018" in figure.change
    assert "Nouvelle définition" in figure.change


def test_the_same_diagnosis_is_on_the_page_on_paper_and_in_the_workbook(stage: Stage) -> None:
    give(stage, "fictitious-population", {2019: "1000", 2020: "1100"}, unit="habitants", theme="population")
    survey_done(stage)
    page = stage.get("annee/2021/", "pilot")
    answer = stage.client("pilot").get(stage.address("annee/2021/telecharger/xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert [name for name in book.sheetnames if name in SHEETS] == SHEETS
    sheets = {name: _texts(book[name].iter_rows(min_row=3, values_only=True)) for name in SHEETS}
    assert "+100 depuis 2019" in page
    assert "+100 depuis 2019" in sheets["Diagnostic"]
    assert "inventé" in page.partition("Le diagnostic de l’année")[2]
    assert "Série fictitious-population – inventé" in sheets["Diagnostic"]
    assert "1 100" in page
    assert "1100" in sheets["Diagnostic"], "a number stays a number"
    assert "2 manques ouverts dans l’année, dont 1 renseigné au 30 juin 2021." in page
    assert {"Adultes en illettrisme", "Offres avec permis"} <= sheets["Manques"]
    assert "12,0 % ± 5,4 points, 200 réponses" in page
    assert {"Lire et écrire", "12", "5.4", "200"} <= sheets["Enquêtes"]
    paper = stage.client("pilot").get(stage.address("annee/2021/telecharger/pdf"))
    assert paper.content.startswith(b"%PDF")


def _texts(lines: Iterable[tuple[object, ...]]) -> set[str]:
    return {plain(str(cell)) for line in lines for cell in line if cell is not None}


def test_a_year_lists_its_gaps_and_the_surveys_run_with_their_margin(stage: Stage) -> None:
    survey_done(stage)
    found = told(stage)
    assert found.gap_counts == GapCounts(1, 2)
    assert found.gaps is not None
    assert {each.label: each.state.split(" le ")[0] for each in found.gaps} == {
        "Adultes en illettrisme": "renseigné", "Offres avec permis": "ouvert",
    }  # fmt: skip
    (survey,) = found.surveys or ()
    assert (survey.value, survey.margin, survey.respondents) == (Decimal("12.0"), Decimal("5.4"), 200)
    earlier = told(stage, YEAR - 1)
    assert (earlier.gap_counts, earlier.gaps, earlier.surveys) == (GapCounts(0, 0), (), ())


def test_readers_without_the_register_get_its_counts(stage: Stage) -> None:
    survey_done(stage)
    found = told(stage, part="provider")
    assert found.gap_counts == GapCounts(1, 2)
    assert (found.gaps, found.surveys) == (None, None)


def test_without_anything_the_page_says_what_to_do(stage: Stage) -> None:
    page = stage.get("annee/2020/", "pilot")
    assert "Aucune série ne décrit encore la région" in page
    assert "/chiffres/series/" in page
    assert "Aucune enquête dans l’année" in page
    assert "L’observatoire la tient à jour" in stage.get("annee/2020/")
    assert "Aucune enquête dans l’année" not in stage.get("annee/2020/")


def test_paper_tells_the_diagnosis_and_is_reproducible(stage: Stage) -> None:
    give(stage, "unemployment_rate", {2018: "9.4", 2019: "9.1"})
    survey_done(stage)
    content = small_plan(row("A01", 1))
    made = [
        year_pdf.write(content, 2020, as_of=today(), version_label="essai", people={}, diagnosis=told(stage))
        for _ in range(2)
    ]
    assert made[0] == made[1]
    plain = year_pdf.write(content, 2020, as_of=today(), version_label="essai", people={})
    assert len(made[0]) > len(plain)
