"""Reading an accounting extract: any order of columns, totals, several sheets, and each defect located by its cell."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.exchange.accounting.extract_reading import column_mapping_of
from pacte.exchange.formats.finance_extract import FORMAT
from pacte.finance.records import Extract, Fund, MoneyStage, Section
from tests.exchange.accounting.extracts import HEADINGS, csv, line, workbook, workbook_of


def read(data: bytes, name: str = "extrait.xlsx", **options: object) -> Extract:
    found = FORMAT.read(data, name=name, **options)
    assert isinstance(found, Extract)
    return found


def codes(extract: Extract) -> list[str]:
    return [defect.code for defect in extract.defects]


def test_a_line_says_which_commitment_how_much_and_where() -> None:
    found = read(workbook(line("E1", action="12 - Alphabétisation", fund="Socle régional")))
    (only,) = found.lines
    assert only.number == "E1"
    assert only.year == 2019
    assert only.amounts == {
        MoneyStage.COMMITTED: 1000_00, MoneyStage.RENDERED: 600_00, MoneyStage.ORDERED: 500_00, MoneyStage.PAID: 400_00
    }  # fmt: skip
    assert only.imputation.action == "12"
    assert only.imputation.fund is Fund.BASELINE
    assert only.dates == {MoneyStage.COMMITTED: date(2019, 3, 15)}
    assert str(only.cell) == "Engagements A2"
    assert found.defects == ()
    assert found.lines_read == 1


def test_the_same_extract_as_a_csv_gives_the_same_lines() -> None:
    rows = (line("E1"), line("E2", committed="1 250,50", ordered="", day="2019-04-02"))
    one, other = read(workbook(*rows)), read(csv(*rows), name="extrait.csv")
    assert [(each.number, dict(each.amounts), each.dates) for each in one.lines] == [
        (each.number, dict(each.amounts), each.dates) for each in other.lines
    ]
    assert one.lines[1].amounts[MoneyStage.COMMITTED] == 1250_50
    assert MoneyStage.ORDERED not in one.lines[1].amounts


def test_columns_in_another_order_and_with_other_words_are_recognised() -> None:
    headings = ("Montant mandaté (€)", "Fournisseur", "Réf engagement", "Libellé de l'engagement", "Mt engagé")
    (only,) = read(workbook((500, "A", "E1", "Cours", 1000), headings=headings)).lines
    assert (only.number, only.supplier, only.label) == ("E1", "A", "Cours")
    assert only.amounts == {MoneyStage.COMMITTED: 1000_00, MoneyStage.ORDERED: 500_00}


def test_a_rest_is_no_stage() -> None:
    found = read(workbook(("E1", 1000, 400), headings=("Engagement", "Engagé", "Reste à mandater")))
    assert found.lines[0].amounts == {MoneyStage.COMMITTED: 1000_00}


def test_thousands_of_euros_say_so_in_their_heading() -> None:
    found = read(workbook(("E1", 1.5), headings=("Engagement", "Engagé (k€)")))
    assert found.lines[0].amounts == {MoneyStage.COMMITTED: 1500_00}


@pytest.mark.parametrize(
    ("written", "cents"),
    [("-1 234,56", -1234_56), ("(1 234,56)", -1234_56), ("1 234,56-", -1234_56), ("1 234,56 CR", -1234_56),
     ("−12", -12_00), ("+12", 12_00), ("12,5 €", 12_50)],
)  # fmt: skip
def test_a_negative_amount_keeps_its_sign_however_it_is_written(written: str, cents: int) -> None:
    found = read(csv(line("E1", committed=written)), name="e.csv")
    assert found.lines[0].amounts[MoneyStage.COMMITTED] == cents


def test_a_cell_that_is_no_amount_leaves_its_line_aside_and_keeps_the_others() -> None:
    found = read(workbook(line("E1", ordered="à voir"), line("E2")))
    assert [each.number for each in found.lines] == ["E2"]
    (defect,) = found.errors
    assert (defect.code, str(defect.cell)) == ("amount_words", "Engagements K2")
    assert found.lines_read == 2


def test_totals_are_recognised_left_aside_and_told() -> None:
    rows = (
        line("E1"), line("E2"), ("TOTAL action 1", *[""] * 7, 2000, 1200, 1000, 800, ""),
        line("E3"), ("", "", "Sous-total", *[""] * 5, 1000, 600, 500, 400, ""),
        ("", *[""] * 7, 3000, 1800, 1500, 1200, ""),
    )  # fmt: skip
    found = read(workbook(*rows))
    assert [each.number for each in found.lines] == ["E1", "E2", "E3"]
    assert codes(found) == ["total_line"] * 3
    assert found.lines_read == 3
    assert not any("Écart" in each.message for each in found.defects)


def test_a_total_that_does_not_add_up_says_by_how_much() -> None:
    found = read(workbook(line("E1"), line("E2"), ("Total", *[""] * 7, 2100, 1200, 1000, 800, "")))
    (told,) = found.defects
    assert "engagé : 2\u202f100\u202f€ dans le fichier, 2\u202f000\u202f€ dans les lignes lues" in told.message


def test_amounts_without_a_number_that_are_no_sum_are_a_defect() -> None:
    found = read(workbook(line("E1"), line("", committed=77, rendered=0, ordered=0, paid=0)))
    assert [each.code for each in found.errors] == ["number_missing"]
    assert found.lines_read == 2


def test_headings_printed_again_on_each_page_are_no_lines() -> None:
    found = read(workbook(line("E1"), HEADINGS, line("E2")))
    assert [each.number for each in found.lines] == ["E1", "E2"]
    assert found.lines_read == 2


def test_a_number_damaged_by_a_spreadsheet_is_refused() -> None:
    found = read(csv(line("2,02E+07"), line("E2")), name="e.csv")
    assert [each.code for each in found.errors] == ["number_damaged"]
    assert [each.number for each in found.lines] == ["E2"]


def test_the_zeros_that_a_spreadsheet_drops_make_no_other_commitment() -> None:
    one = read(csv(line("000123")), name="e.csv").lines[0].number
    other = read(workbook(line(123))).lines[0].number  # type: ignore[arg-type]
    assert one == other == "123"


def test_titles_above_the_table_give_the_day_of_the_extract() -> None:
    found = read(workbook(line("E1"), above=[("État des engagements",), ("Arrêté au 31/12/2020",)]))
    assert found.extracted_on == date(2020, 12, 31)
    assert found.lines[0].cell.row == 4


def test_one_sheet_a_year_gives_the_year_when_no_column_does() -> None:
    headings = ("Engagement", "Engagé")
    found = read(workbook_of({"2019": [headings, ("E1", 10)], "2020": [headings, ("E2", 20)]}))
    assert [(each.number, each.year) for each in found.lines] == [("E1", 2019), ("E2", 2020)]


def test_a_hidden_sheet_is_not_read_and_that_is_told() -> None:
    headings = ("Engagement", "Engagé")
    data = workbook_of({"A": [headings, ("E1", 10)], "Brouillon": [headings, ("E2", 20)]}, hidden="Brouillon")
    found = read(data)
    assert [each.number for each in found.lines] == ["E1"]
    assert codes(found) == ["hidden_sheet"]


def test_without_a_column_of_numbers_nothing_is_read_and_the_columns_are_shown() -> None:
    found = read(workbook(("x", 10), headings=("Repère interne", "Engagé")))
    assert found.lines == ()
    assert [each.code for each in found.errors] == ["heading_missing"]
    assert [guess.heading for guess in found.columns] == ["Repère interne", "Engagé"]


def test_a_person_says_what_a_column_is_by_its_letter() -> None:
    data = workbook(("x", 10), headings=("Repère interne", "Engagé"))
    found = read(data, mapping={"A": "number"})
    assert [each.number for each in found.lines] == ["X"]


def test_a_saved_mapping_follows_the_heading_wherever_it_goes() -> None:
    first = read(workbook(("x", 10), headings=("Repère interne", "Engagé")), mapping={"A": "number"})
    saved = column_mapping_of(first)
    moved = read(workbook((10, "y"), headings=("Engagé", "Repère interne")), mapping=saved)
    assert [each.number for each in moved.lines] == ["Y"]


def test_a_saved_heading_that_is_gone_is_told_with_what_is_read_instead() -> None:
    found = read(workbook(line("E1")), mapping={"montant ferme": "committed"})
    (told,) = found.defects
    assert told.code == "mapped_heading_missing"
    assert "Montant engagé" in told.message


def test_a_column_without_a_stage_is_taken_for_committed_and_asked() -> None:
    found = read(workbook(("E1", 10), headings=("Engagement", "Montant")))
    assert found.lines[0].amounts == {MoneyStage.COMMITTED: 10_00}
    assert codes(found) == ["heading_unsure"]


def test_sections_follow_their_words() -> None:
    headings = ("Engagement", "Engagé", "Section")
    rows = (("E1", 1, "Fonctionnement"), ("E2", 1, "AP"), ("E3", 1, "Personnel"), ("E4", 1, "zzz"))
    found = read(workbook(*rows, headings=headings))
    kinds = [each.imputation.section for each in found.lines]
    assert kinds == [Section.OPERATING, Section.INVESTMENT, Section.STAFF, None]
    assert codes(found) == ["section_shape"]


def test_windows_french_is_read() -> None:
    found = read(csv(line("E1", label="Remise à niveau"), encoding="cp1252"), name="e.csv")
    assert found.lines[0].label == "Remise à niveau"
    assert found.defects == ()


def test_two_encodings_in_one_file_are_read_line_by_line_and_told() -> None:
    first, second = line("E1", label="Remise à niveau"), line("E2", label="Été à Bourges")
    data = csv(first) + b"\r\n" + csv(second, headings=()).split(b"\r\n")[1].decode().encode("cp1252")
    found = read(data, name="e.csv")
    assert [each.label for each in found.lines] == ["Remise à niveau", "Été à Bourges"]
    assert [(each.code, each.cell.row if each.cell else 0) for each in found.defects] == [("line_encoding", 3)]


def test_a_file_that_is_no_table_gives_one_defect_and_no_line() -> None:
    assert [each.code for each in read(b"%PDF-1.7 rien", name="e.pdf").errors] != []
    assert [each.code for each in read(b"a: 1\n", name="e.yaml").errors] == ["file_type"]


def test_an_empty_table_says_that_no_line_was_read() -> None:
    assert [each.code for each in read(workbook()).errors] == ["no_line"]
