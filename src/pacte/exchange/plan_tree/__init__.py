"""Reads and writes a plan as a tree of mappings, lists and scalars (the content of a YAML file). Pure.

Two schemas are read: ours, used in ``plans/`` and written by ``plan_as_tree``, and the transcription of an operational
table, which gives neither the kind of its figures nor the field of its doubts. Reading never fails on a malformed tree:
each invalid value is a ``Defect``, and all are reported in one pass.
"""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange.plan_tree.branch import Branch, TreeFindings
from pacte.exchange.plan_tree.schema_reading import read_plan_schema
from pacte.exchange.plan_tree.schema_writing import plan_as_tree
from pacte.exchange.plan_tree.transcription import looks_like_transcription, read_transcription
from pacte.plan.records import ParsedPlan

__all__ = ["plan_as_tree", "plan_from_tree"]


def plan_from_tree(tree: object, *, sheet: str, lines: Mapping[str, int] | None = None) -> ParsedPlan:
    """Returns the plan in ``tree``, with the reading defects only: ``plan.rules.check`` finds those of the plan.

    ``sheet``: name of the file. ``lines``: line of each node by path (« rows/3/title », from 0), as in
    ``records.ParsedFile.lines``; a node without a line takes that of its nearest parent, and 0 when no line is known.
    """
    findings = TreeFindings(sheet, lines or {})
    if not isinstance(tree, dict):
        findings.defect(
            "not_a_plan",
            (),
            "Ce fichier ne décrit pas un plan : on n'y trouve pas de clés comme « axes » et « rows ».",
            tree,
            "Partez d'un fichier exporté par l'application, ou de ceux du dossier « plans ».",
        )
        return ParsedPlan(None, tuple(findings.defects))
    trunk = Branch(tree, (), findings)
    if not {"axes", "rows"} & set(tree):
        findings.defect(
            "not_a_plan",
            (),
            "Ce fichier n'a ni axes (« axes ») ni lignes (« rows ») : ce n'est pas un plan.",
            "",
            "Vérifiez que c'est le bon fichier.",
        )
        return ParsedPlan(None, tuple(findings.defects))
    if looks_like_transcription(tree):
        return read_transcription(trunk)
    return read_plan_schema(trunk)
