"""Random documents, valid or altered: the published schema, our schema and our check give the same verdict."""

from __future__ import annotations

import copy
import random
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pacte.exchange.lheo.schema import schema
from pacte.exchange.lheo.structure import Child, Element, ElementKind, structure
from pacte.exchange.lheo.wording import ADVICE
from tests.effort import share
from tests.exchange.lheo.documents import catalogue, checked
from tests.shared import shared_file

NORM = structure("2.3")
NAMES = sorted(NORM.elements)
STRUCTURAL = {
    "unknown_element",
    "misplaced_element",
    "wrong_order",
    "missing_element",
    "too_many",
    "namespace",
    "stray_text",
    "unknown_attribute",
    "schema",
    "empty",
    "too_long",
    "too_short",
    "integer",
    "unknown_code",
    "date",
    "instant",
}
OTHER_RULES = {
    "bounds",
    "date_unreal",
    "formacode_version",
    "formacode",
    "siret",
    "siret_key",
    "nsf",
    "rome",
    "rncp",
    "rs",
    "block_code",
    "hour",
    "price",
    "period_order",
    "certification_reference",
    "number_twice",
    "id_twice",
}


@cache
def published() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(shared_file("data/exchange/lheo/lheo-2.3.xsd"))))


def drawn(chance: random.Random, name: str, depth: int = 0) -> etree._Element:
    """Random element that the norm accepts, generated from the structure."""
    definition = NORM.elements[name]
    element = etree.Element(f"{{{NORM.namespace}}}{name}", nsmap={None: NORM.namespace})
    if definition.kind is ElementKind.ANYTHING:
        element.text = "libre"
    elif definition.is_leaf:
        element.text = value(chance, definition)
        if definition.needs:
            element.set("ref", "V14")
    for child in definition.children:
        if child.name == "extras" and (depth > 1 or chance.random() < 0.9):
            continue
        for _ in range(times(chance, child, depth)):
            element.append(drawn(chance, child.name, depth + 1))
    return element


def times(chance: random.Random, child: Child, depth: int) -> int:
    most = child.minimum + 2 if child.maximum is None else child.maximum
    if depth > 2 or chance.random() < 0.4:
        return child.minimum
    return chance.randint(child.minimum, min(most, child.minimum + 2))


def value(chance: random.Random, definition: Element) -> str:
    if definition.kind is ElementKind.CODE:
        return chance.choice(sorted(NORM.tables[definition.table]))
    if definition.kind is ElementKind.DATE:
        return chance.choice(["20260501", "00000000", "99999999", "20260500", "20261391", " 20260501 "])
    if definition.kind is ElementKind.INTEGER:
        return str(chance.choice([0, 7, definition.high, definition.high + 1, -3]))
    return "a" * chance.choice([definition.low, definition.high, max(definition.low, 1)])


def spoilt(chance: random.Random, root: etree._Element) -> None:
    """Makes one random change, which may or may not make the document invalid."""
    nodes = list(root.iter(etree.Element))
    node = chance.choice(nodes)
    parent = node.getparent()
    way = chance.randrange(9)
    if way == 0 and parent is not None:
        parent.remove(node)
    elif way == 1 and parent is not None:
        parent.append(copy.deepcopy(node))
    elif way == 2 and parent is not None:
        parent.insert(chance.randrange(len(parent) + 1), node)
    elif way == 3:
        node.append(etree.Element(f"{{{NORM.namespace}}}{chance.choice(NAMES)}"))
    elif way == 4:
        node.append(etree.Element(chance.choice(["{urn:x}nom", f"{{{NORM.namespace}}}inconnu"])))
    elif way == 5:
        node.text = chance.choice(
            ["", "x", "x" * 3001, "2", " 1 ", "+5", "20260501", "99", "mot", "123456789012345678901"]
        )
    elif way == 6:
        node.set(chance.choice(["numero", "datemaj", "href", "couleur", "file", "ref", "tag"]), "x")
    elif way == 7:
        node.set(
            "horodatage-creation", chance.choice(["2026-01-02T03:04:05", "2026-01-02", "2026-13-02T03:04:05Z", ""])
        )
    else:
        node.tail = chance.choice(["mot", "\n", " "])


def document(seed: int) -> etree._Element:
    chance = random.Random(seed)
    root = drawn(chance, "lheo")
    for _ in range(chance.choice([0, 0, 1, 1, 2])):
        spoilt(chance, root)
    return root


@settings(max_examples=share(150), deadline=None)
@given(st.integers(0, 2**32))
def test_our_schema_and_the_published_one_accept_the_same_documents(seed: int) -> None:
    root = document(seed)
    assert schema("2.3", strict=False).validate(root) == published().validate(root)


@pytest.mark.drawn("name", NAMES, 40)
def test_both_schemas_accept_each_element_as_drawn_and_judge_it_alike_when_spoilt(name: str) -> None:
    chance = random.Random(name)
    for rank in range(12):
        element = drawn(chance, name, depth=1)
        assert published().validate(element), (name, published().error_log)
        assert schema("2.3", strict=False).validate(element)
        for _ in range(1 + rank % 2):
            spoilt(chance, element)
        assert schema("2.3", strict=False).validate(element) == published().validate(element), etree.tostring(element)


def structural_codes(root: etree._Element) -> tuple[set[str], set[str]]:
    report = checked(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
    codes = {defect.code for defect in report.defects}
    assert not {advice.code for advice in report.advice} - ADVICE
    assert codes <= STRUCTURAL | OTHER_RULES, codes
    return codes & STRUCTURAL, codes


@settings(max_examples=share(40), deadline=None)
@given(st.integers(0, 2**32))
def test_the_check_finds_a_defect_of_structure_where_and_only_where_the_published_schema_refuses(seed: int) -> None:
    root = document(seed)
    structural, codes = structural_codes(root)
    if published().validate(root):
        assert structural == set(), (structural, etree.tostring(root)[:2000])
    else:
        # A stricter rule of ours may report the same value that the schema refuses.
        assert codes, published().error_log


def test_the_strict_schema_accepts_only_what_the_published_one_does() -> None:
    root = etree.fromstring(catalogue(30).encode())
    assert schema("2.3", strict=True).validate(root)
    assert published().validate(root)
    for seed in range(60):
        element = document(seed)
        if schema("2.3", strict=True).validate(element):
            assert published().validate(element)


@pytest.mark.parametrize("name", ["exemple-bts-onisep-2.2.xml", "exemple-pric-fictif-2.3.xml"])
def test_real_documents_are_valid(name: str) -> None:
    data = shared_file(f"data/exchange/lheo/{name}").read_bytes()
    report = checked(data)
    assert report.is_valid
    assert report.version == name.removesuffix(".xml")[-3:]
    assert (report.trainings, report.actions, report.sessions) == (1, 1, 1)


def test_the_real_document_of_2_2_is_valid_in_2_3_once_its_namespace_is_changed() -> None:
    data = shared_file("data/exchange/lheo/exemple-bts-onisep-2.2.xml").read_bytes()
    newer = data.replace(b"http://www.lheo.org/2.2", NORM.namespace.encode())
    assert checked(newer).is_valid
    assert published().validate(etree.fromstring(newer))
