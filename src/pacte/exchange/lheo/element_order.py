"""Inserts children in the order required by the norm. Pure."""

from __future__ import annotations

from lxml.etree import _Element

from pacte.exchange.lheo.structure import structure

NAMESPACE = structure("2.3").namespace


def lheo_tag(local: str) -> str:
    """« action » → « {http://lheo.gouv.fr/2.3}action »."""
    return f"{{{NAMESPACE}}}{local}"


def insert_in_order(parent: _Element, child: _Element) -> None:
    """Inserts the child at the position required by the norm, after its siblings of the same name."""
    places = structure("2.3").places
    holder = str(parent.tag).rpartition("}")[2]
    rank = places[(holder, str(child.tag).rpartition("}")[2])]
    before = [
        position
        for position, each in enumerate(parent)
        if places.get((holder, str(each.tag).rpartition("}")[2]), len(places)) <= rank
    ]
    parent.insert(max(before, default=-1) + 1, child)
