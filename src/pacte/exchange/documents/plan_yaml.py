"""Writes a plan as a YAML file in our own schema, which people can edit and import again."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from pacte.exchange.documents.plan_yaml_head import HEAD
from pacte.exchange.plan_tree import tree_from
from pacte.plan.records import PlanContent

WIDTH: Final = 110

# Groups short enough for one line: one more level of indentation would hide them.
_ON_ONE_LINE = {"periods", "flags", "links"}
_ITEMS_ON_ONE_LINE = {"leads"}
# A text longer than this becomes a block below its key.
_BLOCK_FROM = 88
_NUMBER = re.compile(r"[-+]?\.?\d[\d_.]*(?:[eE][-+]?\d+)?")
# Characters that YAML reads as line ends, or that a block cannot contain.
_BREAKERS = "\r\x85\u2028\u2029\ufeff\t"


class _OnOneLine(dict[str, Any]):
    """A mapping in flow style, between braces."""


class _ListOnOneLine(list[Any]):
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
    tree = _styled(tree_from(content))
    body = yaml.dump(tree, Dumper=_Dumper, allow_unicode=True, width=WIDTH, sort_keys=False)
    return (HEAD + _aired(body)).encode()


def _styled(value: Any, key: str = "") -> Any:
    """The tree with its one-line groups converted to flow style."""
    if isinstance(value, dict):
        inside = {name: _styled(each, name) for name, each in value.items()}
        return _OnOneLine(inside) if key in _ON_ONE_LINE else inside
    if isinstance(value, list):
        if key in _ITEMS_ON_ONE_LINE:
            return [_OnOneLine(each) for each in value]
        items = [_styled(each) for each in value]
        return _ListOnOneLine(items) if key in _ON_ONE_LINE else items
    return value


def _aired(body: str) -> str:
    """Adds an empty line before each main part and before each row of the table."""
    lines: list[str] = []
    for line in body.split("\n"):
        starts_a_row = line.startswith("  - key: ") and lines[-1] != "rows:"
        if lines and line and (line[0] != " " or starts_a_row):
            lines.append("")
        lines.append(line)
    return "\n".join(lines)


def _text_node(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


def _style(text: str) -> str | None:
    """Scalar style of a text. Readers differ on a bare « 1e3 »: texts that look like numbers are quoted."""
    if _NUMBER.fullmatch(text):
        return "'"
    if any(sign in text for sign in _BREAKERS):
        return '"'
    if any(line != line.strip() for line in text.split("\n")):
        return None
    if any(len(line) > _BLOCK_FROM for line in text.split("\n")):
        return ">"
    return "|" if "\n" in text else None


_Dumper.add_representer(str, _text_node)
_Dumper.add_representer(
    _OnOneLine,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True),
)
_Dumper.add_representer(
    _ListOnOneLine,
    lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True),
)
