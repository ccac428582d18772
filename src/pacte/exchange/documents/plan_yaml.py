"""Writes a plan as a YAML file in our own schema, which people can edit and import again."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from pacte.exchange.documents.plan_yaml_header import PLAN_FILE_HEADER
from pacte.exchange.plan_tree import plan_as_tree
from pacte.plan.records import PlanContent

WIDTH: Final = 110

# Groups short enough for one line: one more level of indentation would hide them.
_FLOW_KEYS = {"periods", "flags", "links"}
_FLOW_ITEM_KEYS = {"leads"}
# A text longer than this becomes a block below its key.
_BLOCK_MIN_LENGTH = 88
_NUMBER = re.compile(r"[-+]?\.?\d[\d_.]*(?:[eE][-+]?\d+)?")
# Characters that YAML reads as line ends, or that a block cannot contain.
_UNSAFE_IN_BLOCK = "\r\x85\u2028\u2029\ufeff\t"


class _FlowMapping(dict[str, Any]):
    """A mapping in flow style, between braces."""


class _FlowList(list[Any]):
    """A list in flow style, between brackets."""


class _Dumper(yaml.SafeDumper):
    """Long texts as blocks, keys in insertion order, list items indented under their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: object) -> bool:
        """Disables aliases: readers refuse them."""
        return True


def write(content: PlanContent) -> bytes:
    """The file in UTF-8. The same plan gives the same bytes."""
    tree = _with_flow_styles(plan_as_tree(content))
    body = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, width=WIDTH, sort_keys=False)
    return (PLAN_FILE_HEADER + _with_blank_lines(body)).encode()


def _with_flow_styles(value: Any, key: str = "") -> Any:
    """The tree with its one-line groups converted to flow style."""
    if isinstance(value, dict):
        inside = {name: _with_flow_styles(each, name) for name, each in value.items()}
        return _FlowMapping(inside) if key in _FLOW_KEYS else inside
    if isinstance(value, list):
        if key in _FLOW_ITEM_KEYS:
            return [_FlowMapping(each) for each in value]
        items = [_with_flow_styles(each) for each in value]
        return _FlowList(items) if key in _FLOW_KEYS else items
    return value


def _with_blank_lines(body: str) -> str:
    """Adds an empty line before each main part and before each row of the table."""
    lines: list[str] = []
    for line in body.split("\n"):
        starts_a_row = line.startswith("  - key: ") and lines[-1] != "rows:"
        if lines and line and (line[0] != " " or starts_a_row):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def _text_node(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_scalar_style(text))


def _scalar_style(text: str) -> str | None:
    """Scalar style of a text. Readers differ on a bare « 1e3 »: texts that look like numbers are quoted."""
    if _NUMBER.fullmatch(text):
        return "'"
    if any(sign in text for sign in _UNSAFE_IN_BLOCK):
        return '"'
    if any(line != line.strip() for line in text.split("\n")):
        return None
    if any(len(line) > _BLOCK_MIN_LENGTH for line in text.split("\n")):
        return ">"
    return "|" if "\n" in text else None


_Dumper.add_representer(str, _text_node)
_Dumper.add_representer(
    _FlowMapping,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True),
)
_Dumper.add_representer(
    _FlowList,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)
