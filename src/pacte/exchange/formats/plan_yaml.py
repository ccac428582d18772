"""A plan as a yaml file: our own schema, as in ``plans/``, or the transcription of an operational table."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange.documents import plan_yaml as document
from pacte.exchange.file_opening import open_file_of_kind
from pacte.exchange.plan_tree import plan_from_tree
from pacte.exchange.records import FileFormat, PlanFormat
from pacte.plan.records import ParsedPlan


def read(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Reads the plan of a yaml file. ``mapping`` is ignored: it only applies to tables."""
    parsed = open_file_of_kind(data, name, FileFormat.YAML)
    if isinstance(parsed, ParsedPlan):
        return parsed
    return plan_from_tree(parsed.tree, sheet=parsed.name, lines=parsed.lines)


FORMAT = PlanFormat(
    code="plan_yaml",
    label="Plan en yaml",
    version="1",
    standard="https://yaml.org/spec/1.2.2/",
    extensions=(".yaml", ".yml"),
    read=read,
    write=document.write,
)
