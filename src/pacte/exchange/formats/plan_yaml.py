"""A plan as a yaml file: our own schema, as in ``plans/``, or the transcription of an operational table."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.exchange.documents import plan_yaml as document
from pacte.exchange.opened import opened
from pacte.exchange.plan_tree import content_from
from pacte.exchange.records import FileKind, Format
from pacte.plan.records import ParsedPlan


def read(data: bytes, *, name: str, mapping: Mapping[str, str] | None = None) -> ParsedPlan:
    """Reads the plan of a yaml file. ``mapping`` is ignored: it only applies to tables."""
    parsed = opened(data, name, FileKind.YAML)
    if isinstance(parsed, ParsedPlan):
        return parsed
    return content_from(parsed.tree, sheet=parsed.name, lines=parsed.lines)


FORMAT = Format(
    code="plan_yaml",
    label="Plan en yaml",
    version="1",
    standard="https://yaml.org/spec/1.2.2/",
    extensions=(".yaml", ".yml"),
    read=read,
    write=document.write,
)
