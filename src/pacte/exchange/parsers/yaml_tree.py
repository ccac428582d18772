"""Parses a yaml file into a tree from events: no alias, tag, duplicate key or excessive depth. Records line numbers.

Scalars follow the core schema of YAML 1.2, so that « no », « 01 » or « 12:30 » stay as written.
"""

from __future__ import annotations

import re
from typing import NoReturn

import yaml

from pacte.exchange import limits
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.parsers.text_decoding import decode_text
from pacte.exchange.records import YamlTree

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,15})")
_FLOAT = re.compile(r"[-+]?(?:[0-9]{1,15}\.[0-9]{0,15}|[0-9]{1,15}(?:\.[0-9]{0,15})?[eE][-+]?[0-9]{1,2})")
_CONSTANTS: dict[str, YamlTree] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_FIX_THE_LINE = "Corrigez cette ligne dans un éditeur de texte, puis déposez le fichier."


class _Builder:
    """Builds the tree with an explicit stack of open collections instead of recursion."""

    def __init__(self, name: str) -> None:
        self.tree: YamlTree = None
        self.lines: dict[str, int] = {}
        self._name = name
        self._open: list[dict[str, YamlTree] | list[YamlTree]] = []
        self._keys: list[str | None] = []
        self._path: list[str] = []
        self._nodes = 0
        self._documents = 0

    def handle_event(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(
                "yaml_alias",
                line,
                "emploie une ancre ou un alias (« & » ou « * »)",
                "Quelques alias suffisent à faire enfler un fichier sans fin.",
            )
        if getattr(event, "tag", None) not in (None, "!"):
            self._refuse(
                "yaml_tag",
                line,
                "emploie une étiquette de type (« ! »)",
                "Elle pourrait faire construire autre chose que des données.",
            )
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse("yaml_documents", line, "commence un second document", "Un fichier tient un seul plan.")
        elif isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._start({}, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._start([], line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._keys.pop()
            if self._path:
                self._path.pop()

    def _start(self, collection: dict[str, YamlTree] | list[YamlTree], line: int) -> None:
        if self._awaits_key():
            self._refuse("yaml_key", line, "emploie une liste comme nom de champ", "Un nom de champ est un mot.")
        step = self._place(collection, line)
        if self._open:
            self._path.append(step)
        self._open.append(collection)
        self._keys.append(None)
        if len(self._open) > limits.MAX_YAML_DEPTH:
            self._refuse("yaml_depth", line, "emboîte trop de niveaux", "Un plan en compte moins de dix.")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if len(event.value) > limits.MAX_YAML_SCALAR:
            self._refuse(
                "cell_too_long",
                line,
                "contient un texte démesuré",
                f"Un texte tient en {limits.MAX_YAML_SCALAR} signes.",
            )
        if self._awaits_key():
            mapping = self._open[-1]
            if event.value in mapping:
                self._refuse(
                    "yaml_double_key",
                    line,
                    f"donne une seconde fois le champ « {event.value[:60]} »",
                    "On ne sait pas laquelle des deux valeurs croire.",
                )
            if event.value == "<<" and event.implicit[0]:
                self._refuse("yaml_alias", line, "emploie une fusion (« << »)", "Elle n'a de sens qu'avec un alias.")
            self._keys[-1] = event.value
            return
        self._place(_scalar_value(event), line)

    def _awaits_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1], dict) and self._keys[-1] is None

    def _place(self, value: YamlTree, line: int) -> str:
        self._nodes += 1
        if self._nodes > limits.MAX_YAML_NODES:
            self._refuse(
                "file_too_long",
                line,
                "dépasse le nombre de valeurs d'un plan",
                f"Un plan tient en {limits.MAX_YAML_NODES} valeurs.",
            )
        if not self._open:
            self.tree = value
            return ""
        holder = self._open[-1]
        if isinstance(holder, list):
            step = str(len(holder))
            holder.append(value)
        else:
            step = self._keys[-1] or ""
            holder[step] = value
            self._keys[-1] = None
        self.lines["/".join((*self._path, step))] = line
        return step

    def _refuse(self, code: str, line: int, does: str, why: str) -> NoReturn:
        raise UnreadableFile(
            code, f"La ligne {line} du fichier {does}.", why, _FIX_THE_LINE, sheet=self._name, row=line
        )


def _scalar_value(event: yaml.ScalarEvent) -> YamlTree:
    text = event.value
    if event.style not in (None, ""):
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and repr(float(text)) == text:
        return float(text)
    # « 1.10 » may be a code: text that a number would not reproduce stays text, and can be read as a number too.
    return text


def tree_from_yaml(data: bytes, name: str) -> tuple[YamlTree, dict[str, int]]:
    """Returns the tree, and the line of each value by path (« rows/3/title »)."""
    builder = _Builder(name)
    try:
        for event in yaml.parse(decode_text(data).text, Loader=_Loader):
            builder.handle_event(event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line = mark.line + 1 if mark else 0
        where = f"La ligne {line} du fichier" if line else "Le fichier"
        raise UnreadableFile(
            "yaml_broken",
            f"{where} n'est pas du yaml.",
            "Un retrait, un deux-points ou un guillemet y est mal placé.",
            _FIX_THE_LINE,
            sheet=name,
            row=line,
        ) from error
    if not isinstance(builder.tree, dict):
        raise UnreadableFile(
            "yaml_shape",
            "Le fichier yaml ne contient pas de champs.",
            "Un plan commence par des champs nommés, comme « plan : ».",
            _FIX_THE_LINE,
            sheet=name,
            row=1,
        )
    return builder.tree, builder.lines
