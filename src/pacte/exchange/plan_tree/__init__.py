"""A plan as a tree of mappings, lists and scalars (what a YAML file holds), and back. Pure.

Two schemas are read: ours, which ``plans/`` ships and ``tree_from`` writes, and the transcription of an operational
table, which says neither the kind of its figures nor the field of its doubts. The reader never fails on a tree,
however malformed: what it cannot take is a ``Defect``, and all of them are named in one pass.
"""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange.plan_tree.branch import Branch, Findings
from pacte.exchange.plan_tree.own_reading import read_own
from pacte.exchange.plan_tree.own_writing import tree_from
from pacte.exchange.plan_tree.transcription import looks_like_transcription, read_transcription
from pacte.plan.records import Reading

__all__ = ["content_from", "tree_from"]


def content_from(tree: object, *, sheet: str, lines: Mapping[str, int] | None = None) -> Reading:
    """The plan in ``tree``, with the defects of reading only: ``plan.rules.check`` says what is wrong in the plan.

    ``sheet`` names the file. ``lines`` gives the line of a node by its path (« rows/3/title », from 0), as
    ``records.Parsed.lines`` does; a node without line takes that of the nearest one around it, and all take 0
    when nobody knows any.
    """
    found = Findings(sheet, lines or {})
    if not isinstance(tree, dict):
        found.defect(
            "not_a_plan",
            (),
            "Ce fichier ne décrit pas un plan : on n'y trouve pas de clés comme « axes » et « rows ».",
            tree,
            "Partez d'un fichier exporté par l'application, ou de ceux du dossier « plans ».",
        )
        return Reading(None, tuple(found.defects))
    trunk = Branch(tree, (), found)
    if not {"axes", "rows"} & set(tree):
        found.defect(
            "not_a_plan",
            (),
            "Ce fichier n'a ni axes (« axes ») ni lignes (« rows ») : ce n'est pas un plan.",
            "",
            "Vérifiez que c'est le bon fichier.",
        )
        return Reading(None, tuple(found.defects))
    if looks_like_transcription(tree):
        return read_transcription(trunk)
    return read_own(trunk)
