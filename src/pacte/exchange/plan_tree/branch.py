"""Typed access to an untrusted tree: returns a value of the requested type, or a default and a defect."""

from __future__ import annotations

import difflib
import math
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from pacte.kernel.action_codes import ActionCode, is_action_code, normalise_action_code
from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.kernel.french import apply_french_spacing
from pacte.kernel.french_numbers import DecimalMark, parse_french_number

Path = tuple[str | int, ...]
Word = TypeVar("Word", bound=StrEnum)

_MAX_EXCERPT_LENGTH = 80
_SEE_PLANS = "Voyez un fichier du dossier « plans »."
# Limits of the database columns: 14 digits before the decimal point, 4 after.
_MAX_DECIMAL = Decimal(10) ** 14
_PLACES = 4
_MAX_INTEGER = 2_000_000_000
_YEARS = (1900, 2200)


def value_excerpt(value: object) -> str:
    """Returns a short, recognisable text of the value."""
    if value is None:
        return ""
    if isinstance(value, Mapping):
        return "(un groupe de clés)"
    if isinstance(value, list | tuple | set):
        return "(une liste)"
    if isinstance(value, int) and value.bit_length() > 200:
        return "(un nombre de plus de 60 chiffres)"
    text = "".join(sign if sign.isprintable() else "\ufffd" for sign in str(value)[: _MAX_EXCERPT_LENGTH + 1])
    return text if len(text) <= _MAX_EXCERPT_LENGTH else f"{text[:_MAX_EXCERPT_LENGTH]}…"


@dataclass(slots=True)
class TreeFindings:
    """Collects the defects of one file, and the cell of each field of the plan."""

    sheet: str
    lines: Mapping[str, int]
    defects: list[Defect] = field(default_factory=list)
    where: dict[tuple[str, str], CellReference] = field(default_factory=dict)

    def cell(self, path: Path) -> CellReference:
        """Line of the node, else of its nearest parent; 0 when the parser gave no lines."""
        steps = [str(step) for step in path]
        for length in range(len(steps), 0, -1):
            line = self.lines.get("/".join(steps[:length]))
            if line is not None:
                return CellReference(self.sheet, line, "A")
        return CellReference(self.sheet, 1 if self.lines else 0, "A")

    def defect(
        self,
        code: str,
        path: Path,
        message: str,
        value: object = None,
        hint: str = "",
        *,
        severity: Severity = Severity.ERROR,
    ) -> None:
        place = " › ".join(str(step + 1) if isinstance(step, int) else value_excerpt(step) for step in path)
        sentence = apply_french_spacing(f"{place} : {message}" if place else message)
        self.defects.append(
            Defect(code, sentence, self.cell(path), value_excerpt(value), apply_french_spacing(hint), severity)
        )

    def locate(self, subject: str, names: Mapping[str, str], branch: Branch) -> None:
        """Records the cells of a record: ``names`` gives the key in the file by field of the record."""
        for name, key in names.items():
            self.where[(subject, name)] = self.cell((*branch.path, key))


class Branch:
    """One mapping of the tree. Accessors return a default for a missing key; ``require`` reports it."""

    def __init__(self, values: Mapping[object, object], path: Path, findings: TreeFindings) -> None:
        self.path = path
        self.findings = findings
        self._values = {key if isinstance(key, str) else value_excerpt(key): value for key, value in values.items()}
        self._read_keys: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def raw(self, key: str) -> object:
        self._read_keys.add(key)
        return self._values.get(key)

    def add_defect(self, key: str | None, code: str, message: str, hint: str = "", *, value: object = None) -> None:
        path = self.path if key is None else (*self.path, key)
        if value is None and key is not None:
            value = self.raw(key)
        self.findings.defect(code, path, message, value, hint)

    def require(self, key: str, what: str) -> None:
        if self.raw(key) in (None, ""):
            self.add_defect(None, "missing_key", f"il manque {what} (« {key} »).", f"Ajoutez « {key} ».")

    # ------------------------------------------------------------------ scalars

    def text(self, key: str, default: str = "") -> str:
        value = self.raw(key)
        if value is None:
            return default
        content = self._as_text(key, value)
        return default if content is None else content

    def _as_text(self, key: str, value: object) -> str | None:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() <= 200:
            return str(value)
        if not isinstance(value, str):
            unquoted = isinstance(value, bool | float)
            hint = "Mettez la valeur entre guillemets." if unquoted else "Écrivez un texte."
            self.add_defect(key, "wrong_type", "on attend un texte.", hint, value=value)
            return None
        if any(_is_refused(sign) for sign in value):
            message = "le texte contient un caractère invisible que l'on ne sait pas garder."
            self.add_defect(key, "control_character", message, "Retapez ce texte.", value=value)
            return None
        return value

    def enum_value(self, key: str, kind: type[Word], default: Word) -> Word:
        """Returns a member of an enumeration."""
        text = self.text(key, default.value)
        try:
            return kind(text)
        except ValueError:
            allowed = ", ".join(f"« {each.value} »" for each in kind)
            message = f"« {value_excerpt(text)} » n'est pas un mot admis."
            self.add_defect(key, "unknown_word", message, f"Admis : {allowed}.")
            return default

    def boolean(self, key: str, default: bool) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            hint = "Écrivez true ou false, sans guillemets."
            self.add_defect(key, "wrong_type", "on attend « true » ou « false ».", hint)
            return default
        return value

    def integer(self, key: str) -> int | None:
        """Returns an integer, positive or zero: a year, a count."""
        value = self.raw(key)
        if isinstance(value, str) and value.strip().isdecimal() and len(value) < 12:
            value = int(value)
        if value is None or value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MAX_INTEGER:
            hint = "Écrivez un nombre, par exemple 12."
            self.add_defect(key, "not_a_whole_number", "on attend un nombre entier.", hint)
            return None
        return value

    def code(self, key: str) -> ActionCode | None:
        """Returns an action code; numbers need no quotes, and « 1.10 » keeps its trailing zero."""
        value = self.raw(key)
        if value is None or value == "":
            return None
        if isinstance(value, int | float | str) and not isinstance(value, bool):
            code = normalise_action_code(value_excerpt(value))
            if is_action_code(code):
                return code
        hint = "Écrivez des chiffres, des lettres, des points et des tirets, par exemple 12, 27b ou A.1."
        self.add_defect(key, "action_code", f"« {value_excerpt(value)} » n'est pas un code d'action.", hint)
        return None

    def year(self, key: str) -> int | None:
        value = self.integer(key)
        if value is not None and not _YEARS[0] <= value <= _YEARS[1]:
            hint = "Écrivez une année entière, par exemple 2019."
            self.add_defect(key, "not_a_year", "on attend une année.", hint)
            return None
        return value

    def decimal(self, key: str, places: int = _PLACES) -> Decimal | None:
        """Returns an exact number; the text « 0,2 » is accepted too."""
        value = self.raw(key)
        if value is None or value == "":
            return None
        number = _exact(value)
        if number is None or abs(number) >= _MAX_DECIMAL or number != round(number, places):
            hint = f"Écrivez un nombre avec {places} décimales au plus, par exemple 0.2."
            self.add_defect(key, "not_a_number", "on attend un nombre.", hint)
            return None
        return number

    # ------------------------------------------------------------------ groups

    def sequence(self, key: str) -> list[object]:
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            hint = "Écrivez un élément par ligne, précédé d'un tiret."
            self.add_defect(key, "wrong_type", "on attend une liste.", hint)
            return []
        return list(value)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.sequence(key)
        return tuple(text for value in values if (text := self._as_text(key, value)) is not None)

    def codes(self, key: str) -> tuple[ActionCode, ...]:
        items = self.sequence(key)
        inside = Branch({str(index): item for index, item in enumerate(items)}, (*self.path, key), self.findings)
        return tuple(code for index in range(len(items)) if (code := inside.code(str(index))) is not None)

    def branch(self, key: str) -> Branch:
        value = self.raw(key)
        if value is not None and not isinstance(value, Mapping):
            self.add_defect(key, "wrong_type", "on attend un groupe de clés.", _SEE_PLANS)
        return Branch(value if isinstance(value, Mapping) else {}, (*self.path, key), self.findings)

    def branches(self, key: str) -> list[Branch]:
        """Returns the mappings of a list; any other item is reported and skipped."""
        branches = []
        for index, item in enumerate(self.sequence(key)):
            path = (*self.path, key, index)
            if isinstance(item, Mapping):
                branches.append(Branch(item, path, self.findings))
            else:
                self.findings.defect("wrong_type", path, "on attend un groupe de clés.", item, _SEE_PLANS)
        return branches

    def warn_unknown_keys(self) -> None:
        """Warns about keys that were not read: a misspelt key would silently lose its value."""
        for key in self._values.keys() - self._read_keys:
            close = difflib.get_close_matches(key[:40], self._read_keys, n=1)
            hint = f"Vouliez-vous écrire « {close[0]} » ?" if close else "Ôtez cette clé."
            message = f"la clé « {value_excerpt(key)} » n'est pas connue : elle n'est pas lue."
            path = (*self.path, key)
            self.findings.defect("unknown_key", path, message, self._values[key], hint, severity=Severity.WARNING)


def _is_refused(sign: str) -> bool:
    """Whether the character is a control, surrogate or non-character: no database or workbook can store it."""
    if sign in "\n\t":
        return False
    return unicodedata.category(sign) in ("Cc", "Cs") or ord(sign) & 0xFFFE == 0xFFFE


def _exact(value: object) -> Decimal | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    if isinstance(value, int):
        return Decimal(value) if value.bit_length() <= 200 else None
    if isinstance(value, str) and len(value) <= 40:
        return parse_french_number(value, mark=DecimalMark.EITHER)
    return value if isinstance(value, Decimal) and value.is_finite() else None
