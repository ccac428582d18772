"""Each rule of the norm: an invalid document gives its defect, with its line, its path and its value."""

from __future__ import annotations

import pytest

from pacte.exchange.lheo.wording import place_in_words
from tests.exchange.lheo.documents import catalogue, changed, checked, line_of, only_defect

FORMATION = "/lheo/offres/formation[1]"
ACTION = f"{FORMATION}/action[1]"
SESSION = f"{ACTION}/session[1]"


def test_a_made_up_catalogue_is_valid_and_gets_no_advice() -> None:
    report = checked(catalogue(200))
    assert report.is_valid
    assert report.advice == []
    assert (report.version, report.trainings) == ("2.3", 200)
    assert report.sessions > report.actions > 200


@pytest.mark.parametrize(
    ("pattern", "replacement", "code", "path", "value"),
    [
        ("<certifiante>[01]</certifiante>\n", "", "missing_element", FORMATION, "certifiante"),
        ("<certifiante>1", "<certifiante>2", "unknown_code", f"{FORMATION}/certifiante", "2"),
        ("intitule-formation", "intitule-formations", "xml_broken", "/lheo", ""),
        ("</certifiante>", "</certifiante><certifiante>1</certifiante>", "too_many", FORMATION, "2"),
        (
            "<nom>Accueil</nom>",
            "<name>Accueil</name>",
            "unknown_element",
            f"{FORMATION}/contact-formation[1]/coordonnees/name[1]",
            "name",
        ),
        (
            "<nom>Accueil</nom>",
            "<periode/>",
            "misplaced_element",
            f"{FORMATION}/contact-formation[1]/coordonnees/periode[1]",
            "periode",
        ),
        (
            "<nom>Accueil</nom>",
            '<x:nom xmlns:x="urn:x">Accueil</x:nom>',
            "namespace",
            f"{FORMATION}/contact-formation[1]/coordonnees/nom",
            "{urn:x}nom",
        ),
        ("<domaine-formation>", "<domaine-formation>mot", "stray_text", f"{FORMATION}/domaine-formation", "mot"),
        ("<certifiante>", '<certifiante couleur="bleu">', "unknown_attribute", f"{FORMATION}/certifiante", "couleur"),
        (
            '<code-FORMACODE ref="V14"',
            "<code-FORMACODE",
            "formacode_version",
            f"{FORMATION}/domaine-formation/code-FORMACODE[1]",
            "",
        ),
        (
            '<code-public-vise ref="V14">',
            '<code-public-vise ref="14">',
            "formacode_version",
            f"{ACTION}/code-public-vise[1]",
            "14",
        ),
        ("<code-NSF>...", "<code-NSF>9AB", "nsf", f"{FORMATION}/domaine-formation/code-NSF[1]", "9AB"),
        ('<code-ROME ref="V4">.', '<code-ROME ref="V4">Z', "rome", f"{FORMATION}/domaine-formation/code-ROME[1]", None),
        ("<code-RNCP>RNCP", "<code-RNCP>RNC-", "rncp", f"{FORMATION}/certification[1]/code-RNCP", "RNC-30000"),
        ("<debut>....", "<debut>20-6", "date", f"{SESSION}/periode/debut", None),
        ("<debut>........", "<debut>20261340", "date_unreal", f"{SESSION}/periode/debut", "20261340"),
        ("<debut>........", "<debut>20270229", "date_unreal", f"{SESSION}/periode/debut", "20270229"),
        ("<debut>........", "<debut>20990101", "period_order", f"{SESSION}/periode", None),
        ("<nb-places>12", "<nb-places>100000", "bounds", f"{SESSION}/recrutement[1]/nb-places", "100000"),
        ("<nb-places>12", "<nb-places>-1", "bounds", f"{SESSION}/recrutement[1]/nb-places", "-1"),
        ("<nb-places>12", "<nb-places>douze", "integer", f"{SESSION}/recrutement[1]/nb-places", "douze"),
        (
            "<modalites-enseignement>.",
            "<modalites-enseignement>3",
            "unknown_code",
            f"{ACTION}/modalites-enseignement",
            "3",
        ),
        (
            "<code-financeur>2",
            "<code-financeur>21",
            "unknown_code",
            f"{ACTION}/organisme-financeur[1]/code-financeur",
            "21",
        ),
        (
            "<SIRET-organisme-formation><SIRET>..............",
            "<SIRET-organisme-formation><SIRET>80000000000000",
            "siret_key",
            f"{FORMATION}/organisme-formation-responsable/SIRET-organisme-formation/SIRET",
            "80000000000000",
        ),
        (
            "<SIRET>..............",
            "<SIRET>8000000000000A",
            "siret",
            f"{ACTION}/lieu-de-formation[1]/SIRET-lieu-formation/SIRET",
            "8000000000000A",
        ),
        (
            "<objectif-formation>.*?</objectif-formation>",
            "<objectif-formation></objectif-formation>",
            "empty",
            f"{FORMATION}/objectif-formation",
            "",
        ),
        (
            "<objectif-formation>",
            "<objectif-formation>" + "a" * 3000,
            "too_long",
            f"{FORMATION}/objectif-formation",
            None,
        ),
        ("<code-NSF>...", "<code-NSF>22", "nsf", f"{FORMATION}/domaine-formation/code-NSF[1]", "22"),
        ("<offres>\n", "<offres>\nmot", "stray_text", "/lheo/offres", "mot"),
        ("<extras info=.flux", '<autre/><extras info="flux', "unknown_element", "/lheo/autre[1]", "autre"),
        (' horodatage-export="[^"]*"', ' horodatage-export="hier"', "instant", "/lheo", "hier"),
        ("<certifiante>", '<certifiante uri="%%%">', "schema", f"{FORMATION}/certifiante", "certifiante"),
        (
            "<certifiante>",
            '<certifiante horodatage-creation="2026-02-30T06:00:00">',
            "schema",
            f"{FORMATION}/certifiante",
            "certifiante",
        ),
    ],
)
def test_a_broken_document_gives_its_defect(
    pattern: str, replacement: str, code: str, path: str, value: str | None
) -> None:
    text = changed(pattern, replacement)
    report = checked(text)
    found = [each for each in report.defects if each.code == code]
    assert found, [(each.code, each.column) for each in report.defects]
    assert found[0].column == path
    if value is not None:
        assert found[0].value == value
    assert found[0].message.strip().endswith(".")
    assert found[0].hint
    assert "{" not in found[0].message.replace("{urn", "") + found[0].hint


def test_an_element_that_came_with_2_3_is_told_as_such_in_a_2_2_file() -> None:
    text = catalogue().replace("http://lheo.gouv.fr/2.3", "http://www.lheo.org/2.2")
    codes = {each.code for each in checked(text).defects}
    assert "newer_element" in codes
    assert "unknown_element" not in codes


def test_an_element_before_its_turn_is_told_once_with_what_it_must_precede() -> None:
    text = catalogue()
    start, end = text.index("<certifiante>"), text.index("</certifiante>") + len("</certifiante>\n")
    word = text[start:end]
    moved = text.replace(word, "").replace("<parcours-de-formation>", "<parcours-de-formation>", 1)
    moved = moved.replace("<code-niveau-entree>", f"{word}<code-niveau-entree>", 1)
    defect = only_defect(moved)
    assert (defect.code, defect.value) == ("wrong_order", "certifiante") or defect.code == "wrong_order"
    assert defect.row == line_of(moved, "<certifiante>")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("00000000", "99999999"),
        ("20260000", "20260501"),
        ("20260500", "20260501"),
        ("20260501", "20260500"),
        ("20260501", "20260501"),
        ("20280229", "20280301"),
        ("00000000", "20260101"),
    ],
)
def test_unknown_and_partial_dates_are_in_order(start: str, end: str) -> None:
    period = f"<periode><debut>{start}</debut><fin>{end}</fin></periode>"
    assert checked(changed("<periode><debut>.*?</periode>", period)).is_valid


@pytest.mark.parametrize(
    ("start", "end"),
    [("20260501", "20260430"), ("20270000", "20260501"), ("99999999", "20260501"), ("20260501", "00000000")],
)
def test_a_period_that_ends_before_it_begins_is_a_defect(start: str, end: str) -> None:
    period = f"<periode><debut>{start}</debut><fin>{end}</fin></periode>"
    assert only_defect(changed("<periode><debut>.*?</periode>", period)).code == "period_order"


def test_the_order_of_a_day_that_does_not_exist_is_not_judged() -> None:
    period = "<periode><debut>20261340</debut><fin>20260430</fin></periode>"
    assert only_defect(changed("<periode><debut>.*?</periode>", period)).code == "date_unreal"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"{SESSION}/periode/debut", "formation 1, action 1, session 1, période, début"),
        ("/lheo/offres/formation[12]/domaine-formation/code-NSF[2]", "formation 12, domaine formation, code NSF 2"),
        ("/lheo/offres", "le fichier"), ("", "le fichier"),
    ],
)  # fmt: skip
def test_the_place_of_a_defect_is_said_in_words(path: str, words: str) -> None:
    assert place_in_words(path) == words


@pytest.mark.parametrize("price", ["9,5", "9.50", "1250", "0"])
def test_a_price_is_written_with_a_comma_or_a_point(price: str) -> None:
    assert checked(changed("<prix-horaire-TTC>[^<]*", f"<prix-horaire-TTC>{price}")).is_valid


@pytest.mark.parametrize("siret", ["35600000000048", "35600000049837", "00000000000018"])
def test_the_post_office_has_its_own_key(siret: str) -> None:
    assert checked(changed("<SIRET>..............", f"<SIRET>{siret}")).is_valid


@pytest.mark.parametrize("code", ["474", "RNCP474", "RNCP00474"])
def test_a_reference_finds_its_certification_however_it_is_written(code: str) -> None:
    text = catalogue().replace("<code-RNCP>RNCP30000<", "<code-RNCP>RNCP474<").replace("RNCP30000", code)
    assert checked(text).is_valid


@pytest.mark.parametrize(
    ("pattern", "replacement", "code"),
    [
        ("<objectif-formation>.*?</objectif-formation>", "<objectif-formation>-</objectif-formation>", "says_nothing"),
        ("<code-financeur>2", "<code-financeur>16", "funder_renamed"),
        ("<code-financeur>2", "<code-financeur>17", "funder_renamed"),
        ("<code-financeur>2", "<code-financeur>1", "obsolete_code"),
        ("<lieu-de-formation.*?</lieu-de-formation>", "", "modality"),
        ("<modalites-pedagogiques>[^<]*", "<modalites-pedagogiques>100 % à distance", "modality"),
        ("<courriel>[^<]*", "<courriel>accueil", "unusual"),
        ("<codepostal>[^<]*", "<codepostal>ABCDE", "unusual"),
        ("<latitude>[^<]*", "<latitude>470.1", "unusual"),
        ("<url-formation><urlweb>[^<]*", "<url-formation><urlweb>javascript:alert(1)", "unusual"),
        ("<SIRET>..............", "<SIRET>80000000000000", "siret_key_elsewhere"),
        ("<heure-debut>09h30", "<heure-debut>9:30", "hour"),
        ("<heure-debut>09h30", "<heure-debut>25h", "hour"),
        ("<prix-total-TTC>[^<]*", "<prix-total-TTC>gratuit", "price"),
        ("<prix-total-TTC>[^<]*", "<prix-total-TTC>1,250", "price"),
        ("<prix-total-TTC>[^<]*", "<prix-total-TTC>1\u202f250,50", "number_read"),
        ("<nombre-heures-entreprise>[^<]*", "<nombre-heures-entreprise>7 000", "number_read"),
        ("<nombre-heures-entreprise>[^<]*", "<nombre-heures-entreprise>1", "hours"),
        ("<reference-code-RNCP>RNCP30000", "<reference-code-RNCP>RNCP1", "certification_reference"),
        ("<resultats-attendus>[^<]*", "<resultats-attendus>Non renseigné", "says_nothing"),
        ("<resultats-attendus>[^<]*", "<resultats-attendus>    ", "says_nothing"),
        ("<intitule-formation>[^<]*", "<intitule-formation>MaÃ§onnerie", "garbled"),
        (' numero="24_A[^"]*"', f' numero="{"9" * 61}"', "number_too_long"),
        ('datemaj="[0-9]*"', 'datemaj="20261340"', "date_attribute"),
        (' numero="24_A', ' tag="24_A', "number_missing"),
        ('datemaj="[0-9]*"', 'datemaj="hier"', "date_attribute"),
        ("<certifiante>1", "<certifiante>0", "certification_odd"),
        ("<nom>Accueil", '<nom idref="ailleurs">Accueil', "idref"),
    ],
)
def test_what_is_valid_and_doubtful_is_advised_against(pattern: str, replacement: str, code: str) -> None:
    report = checked(changed(pattern, replacement))
    assert report.is_valid, report.defects
    assert code in {each.code for each in report.advice}
    assert {each.code for each in report.advice} <= {code, "hours"}


def test_numbers_and_identifiers_serve_once() -> None:
    twice = catalogue(2).replace("24_F_0000001", "24_F_0000000")
    assert only_defect(twice).column == "/lheo/offres/formation[2]"
    text = catalogue(2).replace("<certifiante>", '<certifiante id="c1">')
    defect = only_defect(text)
    assert (defect.code, defect.column) == ("id_twice", "/lheo/offres/formation[2]/certifiante")


def test_an_identifier_may_be_aimed_at_before_it_comes() -> None:
    text = changed("<nom>Accueil", '<nom idref="plus-loin">Accueil', text=catalogue(2))
    last = text.rindex("<certifiante>")
    text = text[:last] + '<certifiante id="plus-loin">' + text[last + len("<certifiante>") :]
    assert checked(text).advice == []


def test_that_a_funder_changed_its_meaning_is_told_once_a_file() -> None:
    text = catalogue(50).replace("<code-financeur>2<", "<code-financeur>16<")
    assert [each.code for each in checked(text).advice] == ["funder_renamed"]


def test_several_defects_of_one_training_are_all_told_with_their_lines() -> None:
    text = changed("<code-NSF>...", "<code-NSF>ABC")
    text = changed("<nb-places>12", "<nb-places>x", text=text)
    text = changed("<certifiante>1", "<certifiante>9", text=text)
    found = {each.code: each.row for each in checked(text).defects}
    assert found == {
        "nsf": line_of(text, "<code-NSF>"),
        "integer": line_of(text, "<nb-places>"),
        "unknown_code": line_of(text, "<certifiante>"),
    }


def test_lines_stay_true_far_beyond_what_the_parser_counts() -> None:
    text = catalogue(700)
    assert text.count("\n") > 110_000
    place = text.rindex("<code-NSF>")
    broken = text[:place] + "<code-NSF>ABC" + text[place + len("<code-NSF>") + 3 :]
    defect = only_defect(broken)
    assert defect.row == broken[:place].count("\n") + 1
    assert defect.column == "/lheo/offres/formation[700]/domaine-formation/code-NSF[1]"
