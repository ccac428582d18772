"""A correction: the fault that it mends, its questions, the edit that each answer makes in the text. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.exchange.lheo.faults import Fault, Signature

# Of the choices of ``RENAME``, the one that removes the element.
REMOVAL = "-"


class InputKind(StrEnum):
    """How an answer is given. ``KEPT``: the ranks of the elements to keep, at most ``limit``."""

    LINE = "line"
    PARAGRAPH = "paragraph"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    TICK = "tick"
    KEPT = "kept"


class EditKind(StrEnum):
    """What changes in the text. The path of ``ADD`` and ``SET_TEXT`` is one of names below the faulty element; a last
    name with « @ » is an attribute.
    """

    SET_TEXT = "set_text"
    SET_ATTRIBUTE = "set_attribute"
    ADD = "add"
    REMOVE = "remove"
    REMOVE_ATTRIBUTE = "remove_attribute"
    RENAME = "rename"
    REORDER = "reorder"
    CLEAR_TEXT = "clear_text"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class XmlEdit:
    """One change at the faulty element. ``value`` of ``KEEP``: the ranks to keep, from 0, with commas."""

    kind: EditKind
    path: tuple[str, ...] = ()
    value: str = ""

    def plain(self) -> list[object]:
        return [str(self.kind), list(self.path), self.value]


def edit_from_plain(raw: object) -> XmlEdit:
    """The edit that ``plain`` wrote. Raises ``ValueError`` when the shape is another one."""
    match raw:
        case [str(kind), list(path), str(value)]:
            return XmlEdit(EditKind(kind), tuple(map(str, path)), value)
    raise ValueError("not an edit")


@dataclass(frozen=True, slots=True)
class CorrectionInput:
    """One question. ``element`` is the element of the norm whose value is asked, "" for anything else.

    ``refused``: a value that another training has. ``has_key``: the key of a SIRET is checked.
    """

    label: str
    kind: InputKind
    edit: XmlEdit
    element: str = ""
    initial: str = ""
    help: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_required: bool = True
    limit: int = 0
    refused: str = ""
    has_key: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """The inputs that mend one fault, or one code written alike in several places (``faults``: their ranks).

    ``signature`` finds what is written alike in other trainings; None when each training has its own answer.
    """

    title: str
    place: str
    message: str
    hint: str
    value: str
    inputs: tuple[CorrectionInput, ...]
    faults: tuple[int, ...]
    signature: Signature | None


@dataclass(frozen=True, slots=True)
class CorrectionPlan:
    """The corrections that a form asks, and the faults that it cannot mend."""

    corrections: tuple[Correction, ...]
    beyond: tuple[Fault, ...]
