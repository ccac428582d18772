"""Our structure of LHÉO matches the published ones."""

from __future__ import annotations

import csv
import re

import pytest
from lxml import etree

from pacte.exchange.lheo.structure import ElementKind, structure
from tests.shared import shared_file

XS = "{http://www.w3.org/2001/XMLSchema}"


def relations() -> set[tuple[str, str, int, int | None]]:
    """(parent, child, minimum, maximum) for each relation of our structure."""
    return {
        (element.name, child.name, child.minimum, child.maximum)
        for element in structure("2.3").elements.values()
        for child in element.children
    }


def test_it_has_170_elements_19_tables_and_133_codes() -> None:
    norm = structure("2.3")
    assert len(norm.elements) == 170
    assert len(norm.tables) == 19
    assert sum(len(table) for table in norm.tables.values()) == 133


def test_relations_and_their_order_are_those_of_the_csv() -> None:
    with shared_file("data/exchange/lheo/lheo-2.3-structure.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    published: dict[str, list[tuple[str, int, int | None]]] = {}
    for row in rows:
        maximum = None if row["max"] == "N" else int(row["max"])
        published.setdefault(row["parent"], []).append((row["enfant"], int(row["min"]), maximum))
    ours = {
        element.name: [(child.name, child.minimum, child.maximum) for child in element.children]
        for element in structure("2.3").elements.values()
        if element.children
    }
    assert ours == published


def test_relations_are_those_of_the_published_schema() -> None:
    tree = etree.parse(str(shared_file("data/exchange/lheo/lheo-2.3.xsd")))
    published = set()
    for kind in tree.iter(f"{XS}complexType"):
        name = kind.get("name", "")
        if not name.endswith("-subtype"):
            continue
        for group in kind.iter(f"{XS}sequence", f"{XS}choice"):
            for child in group.iterchildren(f"{XS}element"):
                low, high = child.get("minOccurs", "1"), child.get("maxOccurs", "1")
                if group.tag == f"{XS}choice":
                    low, high = "0", "unbounded"
                maximum = None if high == "unbounded" else int(high)
                published.add(
                    (name.removesuffix("-subtype"), child.get("ref", "").removeprefix("lheo:"), int(low), maximum)
                )
    assert published
    assert relations() == published


def test_attributes_are_those_of_the_published_schema() -> None:
    tree = etree.parse(str(shared_file("data/exchange/lheo/lheo-2.3.xsd")))
    published = {
        group.get("name", "").removesuffix("-attributes"): {each.get("name") for each in group}
        for group in tree.getroot().iterchildren(f"{XS}attributeGroup")
    }
    assert {name: set(element.attributes) for name, element in structure("2.3").elements.items()} == published


def test_lengths_and_codes_are_those_of_the_published_schema() -> None:
    tree = etree.parse(str(shared_file("data/exchange/lheo/lheo-2.3.xsd")))
    norm = structure("2.3")
    seen = 0
    for kind in tree.iter(f"{XS}simpleType"):
        element = norm.elements[kind.get("name", "").removesuffix("-subtype")]
        facets = {each.tag.removeprefix(XS): each.get("value", "") for each in kind[0]}
        codes = {each.get("value") for each in kind.iter(f"{XS}enumeration")}
        if element.kind is ElementKind.CODE:
            assert set(norm.tables[element.table]) == codes, element.name
        elif element.kind is ElementKind.TEXT:
            assert (element.low, element.high) == (int(facets.get("minLength", 0)), int(facets["maxLength"])), (
                element.name
            )
        elif element.kind is ElementKind.DATE:
            assert facets["length"] == "8"
        else:
            assert element.kind is ElementKind.INTEGER, element.name
            assert kind[0].get("base") == "xs:long"
        seen += 1
    assert seen == sum(1 for element in norm.elements.values() if element.is_leaf)


def test_names_are_those_of_the_published_dtd() -> None:
    text = shared_file("data/exchange/lheo/lheo-2.3.dtd").read_text(encoding="utf-8")
    assert set(re.findall(r"<!ELEMENT %([\w-]+)\.qname;", text)) == set(structure("2.3").elements)


def test_codes_are_those_of_the_published_tables() -> None:
    with shared_file("data/exchange/dictionnaires/lheo-2.3-tables.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    published = {(row["table"].removeprefix("dict-"), row["code"]) for row in rows}
    assert {(name, code) for name, table in structure("2.3").tables.items() for code in table} == published


def test_bounds_of_whole_numbers_are_those_of_the_definition() -> None:
    with shared_file("data/exchange/lheo/lheo-2.3-elements.csv").open(encoding="utf-8") as stream:
        rows = {row["element"]: row for row in csv.DictReader(stream, delimiter=";")}
    whole = [element for element in structure("2.3").elements.values() if element.kind is ElementKind.INTEGER]
    assert [(each.low, each.high) for each in whole] == [
        (int(rows[each.name]["val_min"]), int(rows[each.name]["val_max"])) for each in whole
    ]


def test_the_older_version_only_takes_things_away() -> None:
    newer, older = structure("2.3"), structure("2.2")
    assert set(older.elements) < set(newer.elements)
    for name, element in older.elements.items():
        places = {child.name: child for child in newer.elements[name].children}
        for child in element.children:
            assert places[child.name].minimum <= child.minimum
            if places[child.name].maximum is not None:
                assert child.maximum is not None
                assert child.maximum <= places[child.name].maximum
        assert element.attributes <= newer.elements[name].attributes
        assert element.high <= newer.elements[name].high


@pytest.mark.parametrize("name", ["reference-certification", "cycle", "recrutement", "code-UAI", "type-contact"])
def test_the_older_version_does_not_know_what_came_later(name: str) -> None:
    assert name not in structure("2.2").elements
    assert all(child.name != name for element in structure("2.2").elements.values() for child in element.children)
