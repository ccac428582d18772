"""A form corrects the faults of a training: what it asks, and what the answers change in the text."""

from __future__ import annotations

import io
import random
import re
from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.checker import CatalogueChecker
from pacte.exchange.lheo.correction_edits import CorrectionAnswer, corrected_text
from pacte.exchange.lheo.correction_values import typed_day, value_problem, written_value
from pacte.exchange.lheo.corrections import (
    Correction,
    CorrectionInput,
    CorrectionPlan,
    InputKind,
    answer_edit,
    plan_corrections,
    read_answer,
)
from pacte.exchange.lheo.faults import Fault, fault_from_plain, training_faults
from pacte.exchange.lheo.structure import ElementKind, structure
from pacte.exchange.lheo.training_outline import training_outline
from pacte.exchange.lheo.training_text import training_document
from tests.effort import share
from tests.exchange.lheo import valid_documents
from tests.exchange.lheo.documents import catalogue, changed
from tests.exchange.lheo.ways import WAYS, Fate, Way

NORM = structure("2.3")
FILE_RULES = {"number_twice", "id_twice"}
WAITING = [way for way in WAYS if way.fate is Fate.QUARANTINED and way.code not in FILE_RULES]
VALUES = {
    "certifiante": "1",
    "modalites-enseignement": "0",
    "code-FORMACODE": "24066",
    "code-NSF": "255",
    "code-ROME": "F1602",
    "code-RNCP": "RNCP30000",
    "debut": "10/04/2027",
    "fin": "30/06/2028",
    "SIRET": "800 000 002 00173",
    "nb-places": "12",
    "nombre-heures-entreprise": "70",
}


def training_texts(data: bytes) -> Iterator[str]:
    """Each training of a file, as it is put in quarantine."""
    for training in CatalogueChecker(io.BytesIO(data)):
        yield etree.tostring(training.element, encoding="unicode", with_tail=False)


def faults_of(text: str) -> list[Fault]:
    return [fault for fault, _ in training_faults(training_document([text]))]


def plan_of(text: str) -> CorrectionPlan:
    return plan_corrections(faults_of(text), NORM)


def faulty_text(data: bytes) -> str:
    return next(text for text in training_texts(data) if faults_of(text))


def only_correction(text: str) -> Correction:
    plan = plan_of(text)
    assert (len(plan.corrections), plan.beyond) == (1, ())
    return plan.corrections[0]


def good_answer(question: CorrectionInput) -> str:
    """What somebody who knows the training would answer."""
    if question.kind is InputKind.TICK:
        return "on"
    if question.kind is InputKind.KEPT or question.label == "Que faire ?":
        return question.initial
    if question.edit.path[-1:] == ("@numero",):
        return "24_S_corrected"
    return "V14" if question.edit.path[-1:] == ("@ref",) else VALUES.get(question.element, "Écrire une phrase.")


def answered(correction: Correction, *typed: str) -> CorrectionAnswer:
    """The answers typed, else good ones. All of them are accepted."""
    edits = []
    for rank, question in enumerate(correction.inputs):
        value, problem = read_answer(NORM, question, typed[rank] if typed else good_answer(question))
        assert problem == "", (question, value)
        edits.append(answer_edit(question, value))
    return CorrectionAnswer(tuple(edits), correction.faults)


def corrected(text: str) -> str:
    return corrected_text(text, [answered(each) for each in plan_of(text).corrections])


def broken(pattern: str, replacement: str) -> str:
    return faulty_text(changed(pattern, replacement).encode())


@pytest.mark.parametrize("way", WAITING, ids=lambda way: way.label)
def test_each_way_to_wait_is_mended_by_a_form(way: Way) -> None:
    text = faulty_text(way.broken)
    assert plan_of(text).beyond == ()
    assert faults_of(corrected(text)) == []


@pytest.mark.parametrize("way", WAITING, ids=lambda way: way.label)
def test_a_correction_changes_nothing_but_what_it_names(way: Way) -> None:
    before = faulty_text(way.broken)
    named = {path for fault in faults_of(before) for path in named_paths(fault)}
    others = [
        path
        for path in changed_paths(before, corrected(before))
        if not any(path == each or path.startswith((f"{each}/", f"{each}@")) for each in named)
    ]
    assert others == []


def named_paths(fault: Fault) -> list[str]:
    """Paths, without ranks, that the correction of a fault may change."""
    path = re.sub(r"\[[0-9]+\]", "", fault.path).removeprefix("/lheo/offres")
    parent = path.rpartition("/")[0]
    match fault.code:
        case "missing_element":
            return [f"{path}/{fault.value}"]
        case "too_many":
            return [f"{path}/{fault.words['name']}"]
        case "unknown_element":
            return [path, f"{parent}/{fault.words['near']}"]
        case "number_missing" | "number_too_long":
            return [f"{path}@numero"]
        case "stray_text":
            return [f"{path}#text"]
        case "period_order":
            return [f"{path}/debut", f"{path}/fin"]
        case "formacode_version":
            return [f"{path}@ref"]
        case "unknown_attribute":
            return [f"{path}@{fault.value}"]
        case "instant":
            return [f"{path}@{fault.words['name']}"]
    return [path]


def changed_paths(before: str, after: str) -> set[str]:
    """Paths, without ranks, whose texts or attributes differ. White space between elements counts nowhere."""
    one, other = all_values(before), all_values(after)
    return {path for path, _ in (one - other) | (other - one)}


def all_values(text: str) -> Counter[tuple[str, str]]:
    values: Counter[tuple[str, str]] = Counter()

    def add(node: etree._Element, path: str) -> None:
        path = f"{path}/{str(node.tag).rpartition('}')[2]}"
        children = list(node)
        values.update((f"{path}@{str(key).rpartition('}')[2]}", str(value)) for key, value in node.attrib.items())
        own = [node.text, *(each.tail for each in children)] if children else [node.text or " "]
        where = f"{path}#text" if children else path
        values.update((where, each) for each in own if each and (each.strip() or not children))
        for child in children:
            add(child, path)

    add(etree.fromstring(text), "")
    return values


def test_a_correction_of_one_fault_leaves_the_others() -> None:
    text = faulty_text(changed("<certifiante>1", "<certifiante>7", text=changed(">255<", ">2BC<")).encode())
    first, second = plan_of(text).corrections
    assert [fault.code for fault in faults_of(corrected_text(text, [answered(first)]))] == ["unknown_code"]
    assert [fault.code for fault in faults_of(corrected_text(text, [answered(second)]))] == ["nsf"]


@settings(max_examples=share(100), deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.integers(0, 2**32))
def test_any_value_of_any_training_is_put_back_as_it_was_by_its_field(seed: int) -> None:
    good = next(training_texts(valid_documents.catalogue(seed)))
    training = etree.fromstring(good)
    leaf = random.Random(seed).choice([each for each in training.iter() if len(each) == 0 and is_plain(each)])
    element, value = leaf.tag.rpartition("}")[2], leaf.text or ""
    leaf.text = wrong_value(element)
    correction = only_correction(etree.tostring(training, encoding="unicode"))
    typed = typed_day(value) if NORM.elements[element].kind is ElementKind.DATE else value
    after = corrected_text(etree.tostring(training, encoding="unicode"), [answered(correction, typed)])
    assert after == good


def is_plain(leaf: etree._Element) -> bool:
    """Whether it holds a value written as the norm writes it, which the form would write so too."""
    name = leaf.tag.rpartition("}")[2]
    is_value = NORM.elements[name].is_leaf and bool(leaf.text)
    return is_value and written_value(NORM, name, leaf.text) == leaf.text and not value_problem(NORM, name, leaf.text)


def wrong_value(element: str) -> str:
    definition = NORM.elements[element]
    return "x" * (definition.high + 1) if definition.kind is ElementKind.TEXT else "douze"


def test_without_an_answer_the_text_is_the_same() -> None:
    text = broken(">255<", ">2BC<")
    assert corrected_text(text, []) == text


def test_comments_of_a_text_corrected_by_hand_stay() -> None:
    text = broken(">255<", ">2BC<").replace("<certifiante>", "<!-- vu -->\n<certifiante>")
    assert corrected(text) == text.replace(">2BC<", ">255<")


def test_a_code_of_a_table_is_chosen_in_a_list_with_its_label() -> None:
    correction = only_correction(broken("<certifiante>1", "<certifiante>7"))
    (question,) = correction.inputs
    assert (correction.title, correction.value, question.kind) == ("Certifiante", "7", InputKind.CHOICE)
    assert question.choices == (("0", "0, non"), ("1", "1, oui"))


def test_an_obsolete_code_is_not_in_the_list() -> None:
    correction = only_correction(broken("financeur>2<", "financeur>99<"))
    assert "1" not in dict(correction.inputs[0].choices)


def test_the_defect_says_its_place_without_the_words_of_xml() -> None:
    correction = only_correction(broken("<debut>20270410<", "<debut>20270230<"))
    assert correction.place == "action 1, session 1, période"
    assert correction.title == "Début"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("10/04/2027", "20270410"),
        ("1.4.2027", "20270401"),
        ("2027-04-10", "20270410"),
        ("20270410", "20270410"),
        ("10042027", "20270410"),
        ("04/2027", "20270400"),
        ("2027", "20270000"),
        ("inconnue", "00000000"),
    ],
)
def test_a_date_is_typed_as_people_write_it(typed: str, written: str) -> None:
    text = broken("<debut>20270410<", "<debut>bientôt<")
    correction = only_correction(text)
    assert f"<debut>{written}<" in corrected_text(text, [answered(correction, typed)])


def test_a_date_read_is_shown_as_people_write_it() -> None:
    assert only_correction(broken("<debut>20270410<", "<debut>20270230<")).inputs[0].initial == "30/02/2027"


@pytest.mark.parametrize(
    ("pattern", "replacement", "typed", "sentence"),
    [
        (">255<", ">2BC<", "12", "NSF"),
        ("<debut>20270410<", "<debut>bientôt<", "31/02/2027", "Cette date n’existe pas"),
        ("<debut>20270410<", "<debut>bientôt<", "bientôt", "Cette date ne se lit pas"),
        ("<nb-places>12<", "<nb-places>douze<", "12,5", "nombre entier"),
        ("<nb-places>12<", "<nb-places>douze<", "-1", "bornes"),
        (">80000000200173<", ">8000000020017A<", "8000", "14 chiffres"),
        ("(?<=<SIRET-organisme-formation><SIRET>)[0-9]{14}", "80000000000000", "80000000000000", "La clé"),
        ("(?<=<objectif-formation>)", "a" * 3000, "a" * 3001, "3001"),
    ],
)
def test_a_wrong_answer_is_told_in_the_words_of_the_check(
    pattern: str, replacement: str, typed: str, sentence: str
) -> None:
    question = only_correction(broken(pattern, replacement)).inputs[0]
    assert sentence in read_answer(NORM, question, typed)[1]


def test_what_the_norm_does_not_require_may_be_removed() -> None:
    text = broken("<nb-places>12<", "<nb-places>douze<")
    correction = only_correction(text)
    assert not correction.inputs[0].is_required
    after = corrected_text(text, [answered(correction, "")])
    assert after.count("<nb-places>") == text.count("<nb-places>") - 1
    assert faults_of(after) == []


def test_what_the_norm_requires_may_not_be_left_empty() -> None:
    assert only_correction(broken("<debut>20270410<", "<debut>bientôt<")).inputs[0].is_required


def test_an_element_whose_only_content_is_removed_goes_with_it() -> None:
    text = broken("<SIRET-lieu-formation><SIRET>[0-9]{14}", "<SIRET-lieu-formation><SIRET>inconnu")
    after = corrected_text(text, [answered(only_correction(text), "")])
    assert after.count("<SIRET-lieu-formation>") == text.count("<SIRET-lieu-formation>") - 1
    assert faults_of(after) == []


def test_a_missing_period_is_asked_with_its_two_days() -> None:
    text = broken("<periode>.*?</periode>", "")
    correction = only_correction(text)
    assert [each.label for each in correction.inputs] == ["Début", "Fin"]
    after = corrected_text(text, [answered(correction, "01/02/2027", "inconnue")])
    assert "<debut>20270201</debut><fin>99999999</fin>" in after
    assert faults_of(after) == []


def test_a_missing_provider_is_asked_with_what_it_cannot_be_without() -> None:
    text = broken("<organisme-formation-responsable [^>]*>.*?</organisme-formation-responsable>", "")
    correction = only_correction(text)
    assert [each.element for each in correction.inputs] == [
        "numero-activite",
        "SIRET",
        "nom-organisme",
        "raison-sociale",
    ]
    typed = ("24180012345", "80000000200173", "Organisme", "Organisme SA")
    assert faults_of(corrected_text(text, [answered(correction, *typed)])) == []


def test_a_new_formacode_has_the_version_of_the_others() -> None:
    text = re.sub('ref="V14"', 'ref="V13"', broken("<code-public-vise .*</code-public-vise>\n", ""))
    after = corrected_text(text, [answered(each, "83056") for each in plan_of(text).corrections])
    assert re.search('<code-public-vise ref="V13">83056<', after)


def test_a_misnamed_element_gets_its_name_and_is_not_asked_again() -> None:
    text = broken("<certifiante>1</certifiante>", "<certifiant>1</certifiant>")
    assert {fault.code for fault in faults_of(text)} == {"unknown_element", "missing_element"}
    correction = only_correction(text)
    after = corrected_text(text, [answered(correction)])
    assert "<certifiante>1</certifiante>" in after
    assert faults_of(after) == []


def test_an_element_in_double_is_kept_once() -> None:
    text = broken("(?=<certifiante>)", "<certifiante>0</certifiante>")
    correction = only_correction(text)
    assert [label for _, label in correction.inputs[0].choices] == ["0", "1"]
    after = corrected_text(text, [answered(correction, "1")])
    assert re.findall("<certifiante>(.)", after) == ["1"]


def test_one_code_wrong_in_several_places_is_asked_once() -> None:
    text = faulty_text(changed("<fin>[0-9]+", "<fin>20271301", text=catalogue(), count=9).encode())
    wrong = faulty_text(changed("modalites-enseignement>0", "modalites-enseignement>9", count=9).encode())
    assert len(plan_of(wrong).corrections) == 1
    # Two sessions with the same wrong day may well have two right ones.
    assert len(plan_of(text).corrections) == text.count("20271301")


@pytest.mark.parametrize(
    ("pattern", "replacement", "shared"),
    [
        ("<certifiante>1", "<certifiante>7", True),
        (">255<", ">2BC<", True),
        ("<certifiante>1</certifiante>", "<certifiant>1</certifiant>", True),
        ("<objectif-formation>.*?</objectif-formation>", "<objectif-formation/>", False),
        ('<session numero="[^"]*" ', "<session ", False),
    ],
)
def test_what_each_training_says_in_its_own_way_is_not_offered_to_the_others(
    pattern: str, replacement: str, shared: bool
) -> None:
    assert (only_correction(broken(pattern, replacement)).signature is not None) is shared


def test_a_sign_that_xml_refuses_never_enters() -> None:
    text = broken("<objectif-formation>.*?</objectif-formation>", "<objectif-formation/>")
    after = corrected_text(text, [answered(only_correction(text), "Lire\x00 et\x0b écrire </formation>&")])
    assert "<objectif-formation>Lire et écrire &lt;/formation&gt;&amp;</objectif-formation>" in after


def test_what_no_answer_can_mend_is_left_to_the_text() -> None:
    plan = plan_corrections([Fault("schema", "/lheo/offres/formation[1]", "formation", "", "", "")], NORM)
    assert (plan.corrections, [each.code for each in plan.beyond]) == ((), ["schema"])


@pytest.mark.parametrize("text", ["", "bonjour", "<formation>", "<formation/><formation/>", "</offres></lheo>"])
def test_a_text_that_is_not_one_training_has_no_form(text: str) -> None:
    with pytest.raises(UnreadableFile):
        faults_of(text)


def test_a_fault_crosses_the_sandbox_unchanged() -> None:
    (fault,) = faults_of(broken("<certifiante>1", "<certifiante>7"))
    assert fault_from_plain({**fault.plain(), "texts": list(fault.texts)}) == fault
    with pytest.raises(ValueError, match="fault"):
        fault_from_plain({**fault.plain(), "texts": "7"})


def test_the_outline_names_the_training() -> None:
    outline = training_outline(training_document([next(training_texts(catalogue().encode()))]))
    assert outline.number == "24_F_0000000"
    assert outline.title.startswith("Électricien")
    assert outline.session_count == len(outline.sessions) > 0
    assert outline.sessions[0].starts == "10/04/2027"
