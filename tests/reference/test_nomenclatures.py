"""Nomenclatures in the database: editions side by side, lookups, changes of a new edition."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from django.test import TestCase

from pacte.accounts.row_context import acting_as
from pacte.reference import queries
from pacte.reference.models import NomenclatureTerm
from pacte.reference.records import FileReport, Scheme
from pacte.reference.services import load_official_files, load_starter_nomenclature
from tests.cast import MACHINE
from tests.shared import shared_file

METIERS, FORMATION = "data/reference/metiers", "data/reference/formation"


def load(*names: str, edition: str | None = None) -> list[FileReport]:
    with acting_as(MACHINE):
        return [
            report
            for name in names
            for report in load_official_files(actor=MACHINE, source=shared_file(name), edition=edition)
        ]


def load_text(folder: Path, text: str, name: str = "fichier.csv", edition: str | None = None) -> FileReport:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    with acting_as(MACHINE):
        (report,) = load_official_files(actor=MACHINE, source=path, edition=edition)
    return report


class RomeSideBySide(TestCase):
    """ROME 3.47, ROME 4 of 2024 and ROME 4.60, as published."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.reports = load(f"{METIERS}/rome_v347")
        cls.reports += load(
            f"{METIERS}/rome_v4_2024_fiches.csv",
            f"{METIERS}/rome_v4_2024_appellations.csv",
            f"{METIERS}/rome_v460_fiches.csv",
            f"{METIERS}/fap2009_pcs_rome_v3.csv",
            f"{METIERS}/naf_rev2_2008.csv",
            f"{METIERS}/rome_v3_naf_embauches_2021.csv",
        )
        with acting_as(MACHINE):
            load_starter_nomenclature(actor=MACHINE)

    def test_each_edition_keeps_its_codes_and_its_words(self) -> None:
        labels = {
            each.edition: found.label
            for each in queries.nomenclature_editions(Scheme.ROME)
            if (found := queries.occupation_by_code("N1101", edition=each.edition))
        }
        assert labels == {
            "3.47": "Conduite d'engins de déplacement des charges", "4-2024": "Cariste", "4.60": "Cariste",
        }  # fmt: skip
        assert len(queries.terms_of_edition(Scheme.ROME, edition="3.47")) == 532
        assert len(queries.terms_of_edition(Scheme.ROME)) == 1_584

    def test_a_day_is_read_in_the_edition_then_in_force(self) -> None:
        editions = [
            found.edition
            for day in (date(2019, 1, 1), date(2022, 6, 1), date(2024, 6, 1), date(2026, 6, 1))
            if (found := queries.occupation_by_code("N1101", on=day))
        ]
        assert editions == ["3.47", "3.47", "4-2024", "4.60"]

    def test_a_code_born_later_is_still_found_for_an_earlier_day(self) -> None:
        born = queries.occupation_by_code("A1102", on=date(2022, 1, 1))
        assert born is not None
        assert (born.edition, born.parent_code) == ("4-2024", "A1101")
        assert queries.occupation_by_code("A1102", edition="3.47") is None

    def test_loading_again_changes_nothing(self) -> None:
        load(f"{METIERS}/rome_v347", f"{METIERS}/rome_v460_fiches.csv")
        stamp = queries.nomenclature_stamp(actor=MACHINE)
        again = load(f"{METIERS}/rome_v347", f"{METIERS}/rome_v460_fiches.csv")
        assert {(report.added, report.changed) for report in again} == {(0, 0)}
        assert queries.nomenclature_stamp(actor=MACHINE) == stamp

    def test_the_same_lines_in_another_file_are_known_word_for_word(self) -> None:
        count = NomenclatureTerm.objects.count()
        with acting_as(MACHINE):
            copy = shared_file(f"{METIERS}/rome_v460_fiches.csv").read_text(encoding="utf-8") + "\n"
            path = Path(self.enterContext(tempfile.TemporaryDirectory())) / "rome_v460.csv"
            path.write_text(copy, encoding="utf-8")
            (report,) = load_official_files(actor=MACHINE, source=path)
        assert (report.added, report.changed, report.unchanged) == (0, 0, 1_584)
        assert NomenclatureTerm.objects.count() == count

    def test_no_code_is_lost_from_3_to_4_and_what_moved_is_told(self) -> None:
        found = queries.compare_rome_editions(old="3.47", new="4-2024")
        assert (found.unchanged_count, found.lost, found.replaced, found.without_origin) == (532, (), {}, ())
        assert sum(len(heirs) for heirs in found.split.values()) == 77
        assert (found.appellations_lost, len(found.appellations_moved)) == ((), 257)
        assert found.split["A1405"] == ("A1418", "A1420")

    def test_the_load_of_a_new_edition_says_what_it_changes(self) -> None:
        notes = {report.file: " ".join(report.notes) for report in self.reports}
        assert "77 nouveaux codes" in notes["rome_v4_2024_fiches.csv"].replace("\u00a0", " ")
        assert "257 appellations" in notes["rome_v4_2024_appellations.csv"].replace("\u00a0", " ")
        assert "975 nouveaux codes" in notes["rome_v460_fiches.csv"].replace("\u00a0", " ")

    def test_people_find_occupations_with_their_own_words(self) -> None:
        expected = {
            "cariste": "N1101", "aide soignante": "J1501", "soudur": "H2913", "femme de menage": "K2204",
            "jardinnier": "A1203", "chaufeur poid lour": "N4101", "infirmières": "J1506", "DÉVELOPPEUSE": "M1805",
            "aide aux personnes agees": "K1302", "boulangère": "D1102", "vigile": "K2503", "nounou": "K1303",
        }  # fmt: skip
        found = {words: queries.search_occupations(words)[0].occupation.code for words in expected}
        assert found == expected
        assert queries.search_occupations("xyzzy") == []
        assert queries.search_occupations(" de la ") == []
        assert queries.search_occupations("(.*[") == []

    def test_the_answer_says_which_name_answered(self) -> None:
        best = queries.search_occupations("fenwick")[0]
        assert (best.occupation.code, best.matched_name) == ("N1101", "fenwick")
        scores = [each.score for each in queries.search_occupations("agent")]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 1 for score in scores)

    def test_search_costs_no_more_for_more_occupations(self) -> None:
        few, many = ["N1101"], [each.code for each in queries.terms_of_edition(Scheme.ROME)][:400]
        for codes in (few, many):
            with self.assertNumQueries(5):
                words = queries.occupation_search_words(codes)
            assert set(words) == set(codes)
        assert queries.occupation_search_words(["N1101"])["N1101"][:2] == ("Cariste", "cariste")

    def test_appellations_are_those_of_the_edition(self) -> None:
        now = queries.appellations_of_occupation("N1101")
        assert now[0].kind == "main"
        assert {each.edition for each in now} == {"4-2024"}
        assert {each.edition for each in queries.appellations_of_occupation("N1101", edition="3.47")} == {"3.47"}

    def test_near_occupations(self) -> None:
        assert "N1103" in [each.code for each in queries.reachable_occupations("N1101")]

    def test_texts_and_interests_complete_the_occupation(self) -> None:
        found = queries.occupation_by_code("N1101", edition="3.47")
        assert found is not None
        assert {"definition", "access", "conditions", "riasec"} <= set(found.detail)
        now = queries.occupation_by_code("J1501")
        assert now is not None
        assert now.is_regulated is True

    def test_an_occupation_that_the_published_list_forgot_is_known_by_its_code(self) -> None:
        forgotten = queries.occupation_by_code("L1510", edition="3.47")
        assert forgotten is not None
        assert forgotten.label == "L1510"


class OtherNomenclatures(TestCase):
    """NSF, Formacode, NAF, FAP, ESCO."""

    @classmethod
    def setUpTestData(cls) -> None:
        with acting_as(MACHINE):
            load_starter_nomenclature(actor=MACHINE)
        load(f"{FORMATION}/nsf_groupes.csv", f"{FORMATION}/formacode_v8_2003.csv")
        load(f"{FORMATION}/formacodes_certifinfo_2024.csv", "data/exchange/dictionnaires/formacode-v14-publics.csv")
        load(f"{METIERS}/naf_rev2_2008.csv", f"{METIERS}/fap2021.csv", f"{METIERS}/esco")

    def test_a_speciality_is_read_with_its_letter_and_its_full_label(self) -> None:
        group = queries.nsf_term("315p")
        assert group is not None
        assert (group.code, group.parent_code, group.edition) == ("315", "31", "1994")
        cut_short = queries.term_by_code(Scheme.NSF, "315", edition="bcn")
        assert cut_short is not None
        assert cut_short.label.isupper()
        assert queries.nsf_term("000") is None

    def test_publics_are_those_of_the_last_edition_that_lists_them(self) -> None:
        found = queries.formacode_publics()
        assert len(found) == 73
        assert {each.edition for each in found} == {"14"}
        assert "81031" in {each.code for each in found}
        names = [each.label for each in found]
        assert names.index("Élu") < names.index("Femme")

    def test_activities_and_families_have_their_levels(self) -> None:
        farm = queries.term_by_code(Scheme.NAF, "01.11Z")
        assert farm is not None
        assert farm.parent_code == "01.11"
        section = queries.term_by_code(Scheme.NAF, "A")
        assert section is not None
        assert section.label == "Agriculture, sylviculture et pêche"
        assert queries.term_labels(Scheme.FAP_2021, ["A0X41", "??"]) == {"A0X41": "Eleveurs"}
        assert len(queries.terms_of_edition(Scheme.ESCO_SKILL)) == 13_095

    def test_many_codes_cost_two_queries(self) -> None:
        with self.assertNumQueries(2):
            found = queries.terms_by_code(Scheme.FORMACODE, ["31768", "15041", "81031", "00000"])
        assert list(found) == ["15041", "31768", "81031"]
        with self.assertNumQueries(0):
            assert queries.terms_by_code(Scheme.FORMACODE, []) == {}


V3 = "code_rome,code_fiche_em,code_ogr,libelle_rome,statut\n"
V4 = "code_rome,code_fiche_metier,code_ogr,libelle_rome,code_rome_parent\n"


@pytest.mark.django_db
def test_codes_and_names_that_a_new_edition_loses_are_said_when_it_is_loaded(tmp_path: Path) -> None:
    load_text(tmp_path, f"{V3}N1101,1,1,Cariste,1\nN1102,2,2,Docker,1\nN1103,3,3,Magasinier,1\n", edition="3.47")
    report = load_text(tmp_path, f"{V4}N1101,1,1,Cariste,N1101\nN1199,2,2,Magasinier,N1103\n", edition="4.61")
    said = " ".join(report.notes).replace("\u00a0", " ")
    assert "1 code perdu (N1102)" in said
    assert "1 code remplacé (N1103 → N1199)" in said
    heading = "code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome\n"
    load_text(tmp_path, f"{heading}1,Cariste,Cariste,N1101\n2,Fenwick,Fenwick,N1101\n", edition="3.47")
    report = load_text(tmp_path, f"{heading}1,Cariste,Cariste,N1199\n", edition="4.61")
    said = " ".join(report.notes).replace("\u00a0", " ")
    assert "1 appellation perdue (Fenwick)" in said
    assert "1 appellation passée à un autre métier" in said


@pytest.mark.django_db
def test_another_edition_overwrites_nothing(tmp_path: Path) -> None:
    load_text(tmp_path, f"{V3}N1101,1,1,Cariste,1\n", edition="3.47")
    load_text(tmp_path, f"{V3}N1101,1,1,Conducteur de chariots,1\n", edition="3.48")
    before = queries.occupation_by_code("N1101", edition="3.47")
    assert before is not None
    assert before.label == "Cariste"
    assert [each.edition for each in queries.nomenclature_editions(Scheme.ROME)] == ["3.47", "3.48"]


@pytest.mark.django_db
def test_a_corrected_file_of_the_same_edition_corrects_and_says_so(tmp_path: Path) -> None:
    load_text(tmp_path, f"{V3}N1101,1,1,Carriste,1\n", edition="3.47")
    report = load_text(tmp_path, f"{V3}N1101,1,1,Cariste,1\n", edition="3.47")
    assert (report.added, report.changed) == (0, 1)


@pytest.mark.django_db
def test_before_any_load_every_lookup_answers_nothing() -> None:
    assert queries.occupation_by_code("N1101") is None
    assert queries.search_occupations("cariste") == []
    assert queries.appellations_of_occupation("N1101") == []
    assert queries.certification_by_code("RNCP1") is None
    assert queries.formacode_publics() == []
    assert queries.nsf_term("311") is None
    assert queries.nomenclature_edition_in_force(Scheme.ROME) is None
