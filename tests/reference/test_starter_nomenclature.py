"""The starter nomenclature: complete, consistent, loaded once, and enough to describe an offer."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import TestCase

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import NOBODY
from pacte.kernel.errors import ConfigurationError, PermissionDenied
from pacte.reference import queries
from pacte.reference.codes import BLOCK_CODE, is_formacode, is_nsf_code, is_rome_code, parse_certification_code
from pacte.reference.records import CertificationRow, LinkRow, Scheme, TermRow
from pacte.reference.services import load_starter_nomenclature
from pacte.reference.starter_nomenclature import STARTER_FILE, read_starter_nomenclature
from tests.cast import MACHINE

STARTER = read_starter_nomenclature()
TERMS = [row for row in STARTER.rows if isinstance(row, TermRow)]
SHEETS = [row for row in STARTER.rows if isinstance(row, CertificationRow)]


def codes(scheme: Scheme, edition: str = "") -> set[str]:
    return {row.code for row in TERMS if row.scheme == scheme and edition in ("", row.edition)}


def test_every_line_is_there_once_and_points_at_something_there() -> None:
    keys = [(row.scheme, row.edition, row.code) for row in TERMS]
    assert len(keys) == len(set(keys))
    for scheme in (Scheme.APPELLATION, Scheme.TRADE_NAME):
        assert {row.parent_code for row in TERMS if row.scheme == scheme} <= codes(Scheme.ROME)
    for scheme in (Scheme.NSF, Scheme.NAF, Scheme.FAP_2021, Scheme.FAP_2009, Scheme.ROME_DOMAIN):
        assert {row.parent_code for row in TERMS if row.scheme == scheme} - {""} <= codes(scheme)
    items = codes(Scheme.COMPETENCE) | codes(Scheme.ACTIVITY)
    targets = {"rome_item": items, "rome_near": codes(Scheme.ROME), "rome_fap_2009": codes(Scheme.FAP_2009)}
    for row in STARTER.rows:
        if isinstance(row, LinkRow):
            assert row.target_code in targets[row.relation]
            assert row.source_code in codes(Scheme.ROME)


def test_every_edition_of_a_line_is_announced() -> None:
    announced = {(each.scheme, each.edition) for each in STARTER.editions}
    assert {(row.scheme, row.edition) for row in TERMS} <= announced
    assert {(row.relation, row.edition) for row in STARTER.rows if isinstance(row, LinkRow)} <= announced
    assert {("certification", row.edition.isoformat()) for row in SHEETS} == {
        each for each in announced if each[0] == "certification"
    }


def test_there_is_enough_to_describe_an_offer() -> None:
    chosen = {row.parent_code for row in TERMS if row.scheme == Scheme.TRADE_NAME}
    assert len(chosen) >= 60
    assert chosen <= codes(Scheme.ROME, "3.47")
    assert len(SHEETS) >= 40
    assert len({code for row in SHEETS for code in row.rome_codes or ()} & chosen) >= 45
    assert {"81031", "80006", "83056"} <= codes(Scheme.FORMACODE)


def test_every_occupation_of_the_rome_is_known_with_its_names() -> None:
    assert len(codes(Scheme.ROME, "3.47")) == 531
    named = {row.parent_code for row in TERMS if row.scheme == Scheme.APPELLATION}
    assert len(codes(Scheme.ROME, "4-2024") & named) > 600
    assert len(codes(Scheme.APPELLATION)) > 11_000


def test_codes_have_their_shapes_and_labels_their_accents() -> None:
    for row in SHEETS:
        assert parse_certification_code(row.code) == row.code
        assert row.title
        assert all(is_rome_code(code) for code in row.rome_codes or ())
        assert all(is_nsf_code(code) for code in row.nsf_codes or ())
        assert all(is_formacode(code) for code in row.formacodes or ())
        assert all(BLOCK_CODE.fullmatch(each.code) and each.label for each in row.blocks or ())
        assert set(row.formacodes or ()) <= codes(Scheme.FORMACODE)
    assert all(row.label == row.label.strip() and "''" not in row.label for row in TERMS)
    assert all(row.label for row in TERMS)


def test_no_text_of_a_sheet_is_copied_only_names() -> None:
    assert all(each.competences == "" and each.assessment == "" for row in SHEETS for each in row.blocks or ())
    assert all(row.texts is None for row in SHEETS)


@pytest.mark.parametrize("content", ["", "{}", '{"format": 2}', '{"format": 1, "terms": 3}'])
def test_a_damaged_file_stops_the_installation_with_one_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / "starter.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="Réinstallez"):
        read_starter_nomenclature(path)
    with pytest.raises(ConfigurationError):
        read_starter_nomenclature(tmp_path / "absent.json")


def test_the_file_is_small_enough_to_be_read_as_text() -> None:
    assert STARTER_FILE.stat().st_size < 500_000


class Loaded(TestCase):
    """Content of a new installation, without any official file."""

    @classmethod
    def setUpTestData(cls) -> None:
        with acting_as(MACHINE):
            cls.report = load_starter_nomenclature(actor=MACHINE)

    def test_a_second_load_changes_nothing(self) -> None:
        assert self.report.added == len(STARTER.rows)
        with acting_as(MACHINE):
            again = load_starter_nomenclature(actor=MACHINE)
        assert again.already_loaded
        assert (again.added, again.changed) == (0, 0)

    def test_people_find_occupations_and_their_certifications(self) -> None:
        expected = {"cariste": "N1101", "aide soignante": "J1501", "soudeur": "H2913", "macon": "F1703"}
        assert {words: queries.search_occupations(words)[0].occupation.code for words in expected} == expected
        assert "RNCP37442" in {each.code for each in queries.certifications_for_occupation("F1602")}
        blocks = queries.competence_blocks_of("RNCP34502")
        assert len(blocks) == 2

    def test_both_rome_are_there(self) -> None:
        assert [each.edition for each in queries.nomenclature_editions(Scheme.ROME)] == ["3.47", "4-2024"]

    def test_a_training_domain_has_a_name_and_a_formacode_its_own_or_that_of_its_domain(self) -> None:
        labels = queries.training_domain_labels(actor=NOBODY, codes=["230", "23016", "23099", "999"])
        assert labels == {
            "230": "Soudure et travail des métaux",
            "23016": "Soudage MIG MAG",
            "23099": "Soudure et travail des métaux",
        }
        assert labels["230"] == queries.training_domain_labels(actor=NOBODY)["230"]
        formacodes = [row.code for row in TERMS if row.scheme == Scheme.FORMACODE and row.kind == "DOM"]
        assert set(queries.training_domain_labels(actor=NOBODY, codes=formacodes)) == set(formacodes)

    def test_every_code_of_a_certification_has_a_label(self) -> None:
        wanted = {code for row in SHEETS for code in row.nsf_codes or ()}
        assert all(queries.nsf_term(code) for code in wanted)

    def test_who_may_not_load_is_refused(self) -> None:
        with acting_as(NOBODY), pytest.raises(PermissionDenied):
            load_starter_nomenclature(actor=NOBODY)
