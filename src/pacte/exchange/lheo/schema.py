"""XML Schema generated from the structure, for libxml2: the norm as published, and a strict one with our shape rules.

The strict one is a fast filter: what it accepts has no defect of structure, table or shape; what it refuses goes to the
slow check, which explains it in French. It refuses on purpose what needs that check (identifiers, obsolete codes).
"""

from __future__ import annotations

from functools import cache

from lxml import etree

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.nodes import quoted_attribute
from pacte.exchange.lheo.structure import Element, ElementKind, Structure, structure

_XSD = "http://www.w3.org/2001/XMLSchema"
_TYPES = {
    "id": "xs:ID",
    "idref": "xs:IDREF",
    "horodatage-creation": "xs:dateTime",
    "horodatage-modification": "xs:dateTime",
    "horodatage-export": "xs:dateTime",
    "uri": "xs:anyURI",
}
_PUBLISHED_DATE = "[0-9]{4}[019][0-9][01239][0-9]"


@cache
def schema(version: str, *, strict: bool) -> etree.XMLSchema:
    """Compiled schema, cached for the process."""
    return etree.XMLSchema(etree.fromstring(schema_text(version, strict=strict).encode()))


def schema_text(version: str, *, strict: bool = False) -> str:
    """Text of the schema. ``strict`` adds shapes, bounds and required versions to the published norm."""
    norm = structure(version)
    body = "\n".join(_element(norm, element, strict) for element in norm.elements.values())
    return (
        f'<xs:schema xmlns:xs="{_XSD}" xmlns="{norm.namespace}" targetNamespace="{norm.namespace}"'
        f' elementFormDefault="qualified">\n{body}\n</xs:schema>\n'
    )


def _element(norm: Structure, element: Element, strict: bool) -> str:
    if element.kind is ElementKind.ANYTHING:
        return (
            f'<xs:element name="{element.name}"><xs:complexType><xs:complexContent>'
            f'<xs:extension base="xs:anyType">{_attributes(element, strict)}</xs:extension>'
            f"</xs:complexContent></xs:complexType></xs:element>"
        )
    if not element.is_leaf:
        content = _content(element, strict)
        return f'<xs:element name="{element.name}"><xs:complexType>{content}</xs:complexType></xs:element>'
    return (
        f'<xs:simpleType name="{element.name}-value">{_value(norm, element, strict)}</xs:simpleType>'
        f'<xs:element name="{element.name}"><xs:complexType><xs:simpleContent>'
        f'<xs:extension base="{element.name}-value">{_attributes(element, strict)}</xs:extension>'
        f"</xs:simpleContent></xs:complexType></xs:element>"
    )


def _content(element: Element, strict: bool) -> str:
    group, times = (
        ("choice", ' minOccurs="0" maxOccurs="unbounded"') if element.kind is ElementKind.MIX else ("sequence", "")
    )
    refs = "".join(
        f'<xs:element ref="{child.name}"/>'
        if element.kind is ElementKind.MIX
        else f'<xs:element ref="{child.name}" minOccurs="{child.minimum}"'
        f' maxOccurs="{"unbounded" if child.maximum is None else child.maximum}"/>'
        for child in element.children
    )
    return f"<xs:{group}{times}>{refs}</xs:{group}>{_attributes(element, strict)}"


def _attributes(element: Element, strict: bool) -> str:
    return "".join(
        _attribute(element, name, strict)
        for name in sorted(element.attributes)
        if not (strict and name in shapes.IDENTIFIER_ATTRIBUTES)
    )


def _attribute(element: Element, name: str, strict: bool) -> str:
    shape = shapes.ATTRIBUTES.get(name, "") if strict else ""
    needed = strict and name in element.needs
    if needed:
        shape = shapes.VERSION
    use = ' use="required"' if needed else ""
    if not shape:
        return f'<xs:attribute name="{name}" type="{_TYPES.get(name, "xs:string")}"{use}/>'
    return (
        f'<xs:attribute name="{name}"{use}><xs:simpleType><xs:restriction base="xs:string">'
        f"<xs:pattern value={quoted_attribute(shape)}/></xs:restriction></xs:simpleType></xs:attribute>"
    )


def _value(norm: Structure, element: Element, strict: bool) -> str:
    if element.kind is ElementKind.CODE:
        codes = [
            code for code in norm.tables[element.table] if not (strict and (element.table, code) in shapes.OBSOLETE)
        ]
        return _restriction("xs:token", "".join(f'<xs:enumeration value="{code}"/>' for code in codes))
    if element.kind is ElementKind.DATE:
        shape = shapes.DATE if strict else _PUBLISHED_DATE
        return _restriction("xs:token", f"<xs:pattern value={quoted_attribute(shape)}/>")
    if element.kind is ElementKind.INTEGER:
        bounds = f'<xs:minInclusive value="{element.low}"/><xs:maxInclusive value="{element.high}"/>' if strict else ""
        return _restriction("xs:long", bounds)
    low = max(element.low, 2) if strict and element.name in shapes.MEANINGFUL_TEXTS else element.low
    facets = f'<xs:minLength value="{low}"/>' if low else ""
    facets += f'<xs:maxLength value="{element.high}"/>'
    shape = shapes.TEXT_SHAPES.get(element.name, "") if strict else ""
    if shape:
        facets += f"<xs:pattern value={quoted_attribute(shape)}/>"
    return _restriction("xs:string", facets)


def _restriction(base: str, facets: str) -> str:
    return f'<xs:restriction base="{base}">{facets}</xs:restriction>'
