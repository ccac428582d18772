"""Edition of a file: from the option, its name, its folder or its layout."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.kernel.errors import ValidationError
from pacte.reference.records import NomenclatureRelease
from pacte.reference.releases import EditionKind, ReleaseCalendar, parse_french_day, resolve_release

TODAY = date(2026, 11, 24)
KNOWN = ReleaseCalendar({"3.47": date(2021, 12, 1)}, default_edition="2021")


def release(*names: str, asked: str | None = None, calendar: ReleaseCalendar = KNOWN) -> NomenclatureRelease:
    return resolve_release(
        names, edition_kind=EditionKind.RELEASE, edition_option=asked, calendar=calendar, today=TODAY
    )


def day(*names: str, asked: str | None = None) -> NomenclatureRelease:
    return resolve_release(
        names, edition_kind=EditionKind.DAY, edition_option=asked, calendar=ReleaseCalendar(), today=TODAY
    )


@pytest.mark.parametrize(
    ("names", "edition", "starts_on"),
    [
        (("unix_referentiel_code_rome_v347_utf8", "csv"), "3.47", date(2021, 12, 1)),
        (("referentiel_code_rome", "rome_v347"), "3.47", date(2021, 12, 1)),
        (("rome_v460_fiches", "metiers"), "4.60", TODAY),
        (("rome_v4_2024_fiches", "metiers"), "4-2024", date(2024, 1, 1)),
        (("formacode-v14-publics", "x"), "14", TODAY),
        (("formacodes_certifinfo_2024", "x"), "2024", date(2024, 1, 1)),
        (("fiches", "dossier"), "2021", date(2021, 1, 1)),
    ],
)
def test_names_tell_the_edition(names: tuple[str, ...], edition: str, starts_on: date) -> None:
    found = release(*names)
    assert (found.edition, found.starts_on) == (edition, starts_on)


def test_the_option_has_the_last_word_but_over_a_file_of_one_edition_only() -> None:
    assert release("rome_v347", asked="3.48") == NomenclatureRelease("3.48", TODAY, "option")
    assert release("x", asked="3.48", calendar=ReleaseCalendar(fixed_edition="2021")).edition == "2021"


@pytest.mark.parametrize("dating", [EditionKind.RELEASE, EditionKind.DAY])
def test_a_file_that_tells_no_edition_is_asked_for_it_and_never_takes_the_day_of_its_loading(
    dating: EditionKind,
) -> None:
    with pytest.raises(ValidationError, match="Donnez l’édition") as refused:
        resolve_release(
            ("fiches", "dossier"), edition_kind=dating, edition_option=None, calendar=ReleaseCalendar(), today=TODAY
        )
    assert refused.value.code == "edition_missing"


def test_the_option_given_for_a_folder_is_for_the_files_that_tell_none() -> None:
    def of_folder(name: str, asked: str) -> str:
        return resolve_release(
            (name, "metiers"),
            edition_kind=EditionKind.RELEASE,
            edition_option=asked,
            calendar=ReleaseCalendar(),
            today=TODAY,
            names_first=True,
        ).edition

    assert of_folder("naf_2008", "4.60") == "2008"
    assert of_folder("fiches", "4.60") == "4.60"
    dated = resolve_release(
        ("flux_2026-08-16", "x"),
        edition_kind=EditionKind.DAY,
        edition_option="2026-01-01",
        calendar=ReleaseCalendar(),
        today=TODAY,
        names_first=True,
    )
    assert dated.edition == "2026-08-16"


@pytest.mark.parametrize("asked", ["a b", "x" * 21, "<b>", "..", "é"])
def test_an_edition_that_is_none_is_refused(asked: str) -> None:
    with pytest.raises(ValidationError) as refused:
        release("x", asked=asked)
    assert refused.value.code == "edition"


def test_a_flux_is_dated_by_its_day() -> None:
    expected = date(2026, 8, 16)
    assert day("export_fiches_RNCP_V4_1_2026-08-16").starts_on == expected
    assert day("export_fiches_CSV_Standard_2026_08_16").starts_on == expected
    assert day("flux", "export-fiches-csv-2026-08-16").starts_on == expected
    assert day("flux", asked="16/08/2026") == NomenclatureRelease("2026-08-16", expected, "option")
    assert day("rncp_info", "rncp_2021").starts_on == date(2021, 1, 1)
    for wrong in ("2026-02-31", "hier", "3.47"):
        with pytest.raises(ValidationError):
            day("flux", asked=wrong)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=3))
def test_whatever_the_names_an_edition_fits_its_column_or_is_asked_for(names: list[str]) -> None:
    for dating in (EditionKind.RELEASE, EditionKind.DAY):
        try:
            found = resolve_release(
                names, edition_kind=dating, edition_option=None, calendar=ReleaseCalendar(), today=TODAY
            )
        except ValidationError as refused:
            assert refused.code == "edition_missing"
        else:
            assert 0 < len(found.edition) <= 20


def test_a_french_day_is_read_and_nothing_else() -> None:
    assert parse_french_day("16/08/2026") == date(2026, 8, 16)
    assert parse_french_day("") is None
    for wrong in ("31/02/2026", "2026-08-16", "16/8/26", "x"):
        with pytest.raises(ValueError, match=r"."):
            parse_french_day(wrong)
