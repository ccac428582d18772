"""What a form asks to correct a training: its faults as titled groups of inputs, and the edits that answers make. Pure.

A form mends the faults of ``_CORRECTION_BY_CODE``; the others need the text of the training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.correction_values import (
    DAY_EXAMPLE,
    attribute_problem,
    attribute_value,
    typed_day,
    value_problem,
    written_value,
)
from pacte.exchange.lheo.cross_checks import has_valid_siret_key
from pacte.exchange.lheo.faults import Fault, Signature
from pacte.exchange.lheo.structure import Element, ElementKind, Structure
from pacte.exchange.lheo.wording import element_words, place_in_words

_LONG_TEXT = 255
_TRAINING_DEPTH = 4  # « », « lheo », « offres », « formation »
_REMOVAL = "-"
_KEY_OWNER = "SIRET-organisme-formation"
_SIRET_PATH = ("organisme-formation-responsable", _KEY_OWNER, "SIRET")


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


def plan_corrections(faults: Sequence[Fault], norm: Structure) -> CorrectionPlan:
    """Corrections in the order of the faults. A missing element that a misnamed one will be is not asked, and one value
    is asked once: its last fault, the shape of a code, says more than its length.
    """
    renamed = {(_parent_path(each.path), near) for each in faults if (near := _near_sibling(each, norm))}
    corrections: list[Correction] = []
    beyond: list[Fault] = []
    by_signature: dict[Signature, int] = {}
    for rank, fault in enumerate(faults):
        if fault.code == "missing_element" and (fault.path, fault.value) in renamed:
            continue
        if rank + 1 < len(faults) and _is_same_value(fault, faults[rank + 1]):
            continue
        inputs = _inputs(fault, norm)
        if not inputs:
            beyond.append(fault)
        elif (known := by_signature.get(fault.signature)) is not None and fault.code in _CODE_FAULTS:
            one = corrections[known]
            corrections[known] = replace(one, faults=(*one.faults, rank))
        else:
            by_signature[fault.signature] = len(corrections)
            corrections.append(_correction(fault, rank, inputs))
    return CorrectionPlan(tuple(corrections), tuple(beyond))


def _is_same_value(fault: Fault, following: Fault) -> bool:
    return (fault.path, fault.texts) == (following.path, following.texts) and all(
        _CORRECTION_BY_CODE.get(each.code) is _value for each in (fault, following)
    )


def read_answer(norm: Structure, question: CorrectionInput, typed: str) -> tuple[str, str]:
    """The answer as the norm writes it, and what is wrong with it ("" when nothing is)."""
    if not typed.strip():
        return "", "La case est vide. Remplissez-la." if question.is_required else ""
    attribute = _attribute_name(question.edit)
    if attribute:
        value = attribute_value(typed)
        problem = attribute_problem(attribute, value)
        return value, problem or ("Il est déjà pris : écrivez-en un autre." if value == question.refused else "")
    if not question.element:
        return typed, ""
    value = written_value(norm, question.element, typed)
    problem = value_problem(norm, question.element, value)
    if not problem and question.has_key and not has_valid_siret_key(value):
        problem = "La clé de ce SIRET est fausse. Recopiez-le depuis l’avis de situation Sirene."
    return value, problem


def answer_edit(question: CorrectionInput, value: str) -> XmlEdit:
    """The edit that an answer makes. An optional element left empty is removed."""
    if question.edit.kind is EditKind.RENAME and value == _REMOVAL:
        return XmlEdit(EditKind.REMOVE)
    if not value and not question.is_required:
        kind = EditKind.REMOVE_ATTRIBUTE if question.edit.kind is EditKind.SET_ATTRIBUTE else EditKind.REMOVE
        return XmlEdit(kind, question.edit.path)
    if question.kind is InputKind.TICK:
        return question.edit
    return replace(question.edit, value=value)


def _correction(fault: Fault, rank: int, inputs: tuple[CorrectionInput, ...]) -> Correction:
    # A table of codes is the list of the field, and dates are typed: their hints speak of the text.
    speaks_of_text = fault.code in _HINTS or any(each.kind in (InputKind.CHOICE, InputKind.DAY) for each in inputs)
    return Correction(
        title=_title(fault),
        place=_place(fault),
        message=_MESSAGES.get(fault.code, "{message}").format(message=fault.message, what=_what(fault)),
        hint=_HINTS.get(fault.code, "") if speaks_of_text else fault.hint,
        value=fault.value if fault.code in _VALUE_FAULTS else "",
        inputs=inputs,
        faults=(rank,),
        signature=None if _is_its_own(fault, inputs) else fault.signature,
    )


def _is_its_own(fault: Fault, inputs: Iterable[CorrectionInput]) -> bool:
    """Whether the answer makes sense for this training alone: a number, a text that was missing, a choice to make."""
    if fault.code in ("missing_element", "empty"):
        return any(each.kind not in (InputKind.CHOICE, InputKind.TICK) for each in inputs)
    return fault.code in _OWN_FAULTS


def _place(fault: Fault) -> str:
    """Where the fault is in the training. The title names the element itself: it counts only by its rank."""
    steps = fault.path.split("/")[_TRAINING_DEPTH:]
    if steps and fault.code not in _HOLDER_FAULTS and (fault.code in _STRANGERS or not steps[-1].endswith("]")):
        steps = steps[:-1]
    return place_in_words("/".join(steps)) if steps else ""


def _what(fault: Fault) -> str:
    return fault.words.get("what", fault.element)


def _title(fault: Fault) -> str:
    words = {
        "missing_element": element_words(fault.value),
        "too_many": element_words(fault.words.get("name", "")),
        "formacode_version": "version du Formacode",
        "unknown_attribute": f"attribut « {fault.value} »",
        "instant": f"attribut « {fault.words.get('name', '')} »",
        "stray_text": "texte en trop",
        "id_twice": "identifiant",
        "not_yours": "SIRET de l’organisme responsable",
    }.get(fault.code, "")
    if fault.code in _NUMBER_FAULTS:
        words = _number_label(_what(fault))
    title = words or element_words(fault.element)
    return title[:1].upper() + title[1:]


def _number_label(what: str) -> str:
    return {"formation": "numéro de la formation", "session": "numéro de la session"}.get(what, "numéro de l’action")


def _inputs(fault: Fault, norm: Structure) -> tuple[CorrectionInput, ...]:
    make = _CORRECTION_BY_CODE.get(fault.code)
    return tuple(make(fault, norm)) if make else ()


def _value(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    definition = norm.elements.get(fault.element)
    if definition is not None and definition.is_leaf and fault.texts:
        question = _leaf_input(definition, norm, XmlEdit(EditKind.SET_TEXT), fault.texts[0])
        about_removal = "Laissez vide pour le retirer : il est facultatif."
        yield replace(
            question,
            is_required=not fault.is_optional,
            help=f"{question.help} {about_removal}".strip() if fault.is_optional else question.help,
            has_key=fault.parent == _KEY_OWNER,
        )


def _period(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    for name, text in zip(("debut", "fin"), fault.texts, strict=False):
        yield _leaf_input(norm.elements[name], norm, XmlEdit(EditKind.SET_TEXT, (name,)), text)


def _missing(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    if fault.value not in norm.elements:
        return
    paths = list(_required_paths(norm, fault.value))
    for path in paths:
        edit = XmlEdit(EditKind.ADD, path)
        if path[-1].startswith("@"):
            yield CorrectionInput(_capital(_number_label(path[-2])), InputKind.LINE, edit, help=_NUMBER_HELP)
        else:
            yield _leaf_input(norm.elements[path[-1]], norm, edit, "")
    if not paths:
        label = f"Ajouter « {element_words(fault.value)} », sans rien dedans"
        yield CorrectionInput(label, InputKind.TICK, XmlEdit(EditKind.ADD, (fault.value,)), initial="on")


def _required_paths(norm: Structure, name: str) -> Iterator[tuple[str, ...]]:
    """Paths of the values that an element cannot be without, itself first: « periode », « debut »."""
    definition = norm.elements[name]
    if definition.is_leaf:
        yield (name,)
        return
    if name in _NUMBERED:
        yield (name, "@numero")
    for child in definition.children:
        if child.minimum:
            yield from ((name, *path) for path in _required_paths(norm, child.name))


def _number(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    label = _capital(_number_label(_what(fault)))
    refused = fault.value if fault.code == "number_twice" else ""
    edit = XmlEdit(EditKind.SET_ATTRIBUTE, ("@numero",))
    yield CorrectionInput(label, InputKind.LINE, edit, initial=fault.value, help=_NUMBER_HELP, refused=refused)


def _formacode_version(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    edit = XmlEdit(EditKind.SET_ATTRIBUTE, ("@ref",))
    help_text = "V et son numéro, comme V14."
    yield CorrectionInput("Version du Formacode", InputKind.LINE, edit, initial=fault.value, help=help_text)


def _identifier(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    edit = XmlEdit(EditKind.SET_ATTRIBUTE, ("@id",))
    yield CorrectionInput(
        "Identifiant", InputKind.LINE, edit, initial=fault.value, is_required=False, refused=fault.value,
        help="Laissez vide pour le retirer : il est facultatif.",
    )  # fmt: skip


def _removal(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    label = f"Retirer « {element_words(fault.element)} » de la formation"
    yield CorrectionInput(label, InputKind.TICK, XmlEdit(EditKind.REMOVE))


def _misnamed(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    near = _near_sibling(fault, norm)
    if not near:
        yield from _removal(fault, norm)
        return
    choices = ((near, f"C’est « {element_words(near)} » : corriger son nom"), (_REMOVAL, "Le retirer"))
    yield CorrectionInput("Que faire ?", InputKind.CHOICE, XmlEdit(EditKind.RENAME), initial=near, choices=choices)


def _attribute_removal(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    name = fault.words["name"] if fault.code == "instant" else fault.value
    label = f"Retirer l’attribut « {name} »"
    yield CorrectionInput(label, InputKind.TICK, XmlEdit(EditKind.REMOVE_ATTRIBUTE, (f"@{name}",)))


def _stray_text(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    yield CorrectionInput("Retirer ce texte", InputKind.TICK, XmlEdit(EditKind.CLEAR_TEXT))


def _reordering(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    label = f"Mettre « {element_words(fault.element)} » à sa place"
    yield CorrectionInput(label, InputKind.TICK, XmlEdit(EditKind.REORDER), initial="on")


def _repetition(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    limit = int(fault.words["limit"])
    choices = tuple((str(rank), text or f"le {rank + 1}ᵉ, vide") for rank, text in enumerate(fault.texts))
    label = "Lequel garder ?" if limit == 1 else "Lesquels garder ?"
    edit = XmlEdit(EditKind.KEEP, (fault.words["name"],))
    initial = ",".join(str(rank) for rank in range(limit))
    yield CorrectionInput(label, InputKind.KEPT, edit, initial=initial, choices=choices, limit=limit)


def _provider(fault: Fault, norm: Structure) -> Iterator[CorrectionInput]:
    question = _leaf_input(norm.elements["SIRET"], norm, XmlEdit(EditKind.SET_TEXT, _SIRET_PATH), fault.value)
    yield replace(question, label="SIRET de l’organisme responsable", has_key=True)


def _leaf_input(definition: Element, norm: Structure, edit: XmlEdit, text: str) -> CorrectionInput:
    question = CorrectionInput(
        label=_capital(element_words(definition.name)), kind=InputKind.LINE, edit=edit, element=definition.name,
        initial=text,
    )  # fmt: skip
    match definition.kind:
        case ElementKind.CODE:
            choices = tuple(
                (code, f"{code}, {label}")
                for code, label in norm.tables[definition.table].items()
                if (definition.table, code) not in shapes.OBSOLETE
            )
            return replace(question, kind=InputKind.CHOICE, choices=choices, initial=text.strip())
        case ElementKind.DATE:
            return replace(question, kind=InputKind.DAY, initial=typed_day(text), help=DAY_EXAMPLE)
        case ElementKind.INTEGER:
            help_text = f"Un nombre entier, de {definition.low} à {definition.high}."
            return replace(question, kind=InputKind.NUMBER, help=help_text)
    kind = InputKind.PARAGRAPH if max(definition.high, len(text)) > _LONG_TEXT else InputKind.LINE
    return replace(question, kind=kind, help=_length_help(definition))


def _length_help(definition: Element) -> str:
    example = _EXAMPLES.get(definition.name, "")
    if example:
        return f"Par exemple {example}."
    if definition.low == definition.high:
        return f"{definition.low} {'chiffres' if definition.name == 'SIRET' else 'signes'}."
    return f"{definition.high} signes au plus."


def _near_sibling(fault: Fault, norm: Structure) -> str:
    """The known name that a misnamed element resembles, when it may stand there; "" otherwise."""
    near = fault.words.get("near", "") if fault.code == "unknown_element" else ""
    return near if (fault.parent, near) in norm.places else ""


def _parent_path(path: str) -> str:
    return path.rpartition("/")[0]


def _attribute_name(edit: XmlEdit) -> str:
    last = edit.path[-1] if edit.path else ""
    is_asked = edit.kind in (EditKind.SET_ATTRIBUTE, EditKind.ADD)
    return last[1:] if is_asked and last.startswith("@") else ""


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


_NUMBER_HELP: Final = "60 signes au plus ; le même à chaque envoi."
_NUMBERED: Final = frozenset({"action", "session"})
_NUMBER_FAULTS: Final = frozenset({"number_missing", "number_too_long", "number_twice"})
_OWN_FAULTS: Final = _NUMBER_FAULTS | {"id_twice", "too_many", "period_order"}
_CODE_FAULTS: Final = frozenset({"unknown_code", "formacode", "nsf", "rome", "rncp", "rs", "formacode_version"})
"""Written alike in several places of a training, they are one mistake."""
_VALUE_FAULTS: Final = _CODE_FAULTS | {
    "too_short", "integer", "bounds", "date", "date_unreal", "siret", "siret_key", "stray_text", "number_twice",
    "not_yours", "instant",
}  # fmt: skip
_HINTS: Final[Mapping[str, str]] = {
    "formacode_version": "Le même code change de sens d’une version à l’autre.",
    "number_missing": "Donnez-lui en un : il la fait reconnaître d’un envoi à l’autre.",
    "instant": "Ce n’est qu’une date technique.",
    "not_yours": "Corrigez le SIRET s’il est faux. Si la formation n’est pas à vous, abandonnez-la.",
    "wrong_order": "L’ordre des éléments compte.",
    "namespace": "Il vient d’un autre format.",
    "empty": "",
    "unknown_element": "",
    "misplaced_element": "",
    "unknown_attribute": "",
    "stray_text": "",
}
_MESSAGES: Final[Mapping[str, str]] = {
    "number_missing": "Cette {what} n’a pas de numéro.",
    "number_too_long": "Le numéro de cette {what} dépasse 60 signes, ou porte un signe invisible.",
}
"""Those of the check speak of an import to come."""
_HOLDER_FAULTS: Final = _NUMBER_FAULTS | {"missing_element", "too_many", "period_order", "stray_text", "id_twice"}
"""Their path is that of the element that holds what is wrong."""
_STRANGERS: Final = frozenset({"unknown_element", "misplaced_element", "newer_element", "namespace"})
_EXAMPLES: Final[Mapping[str, str]] = {
    "code-FORMACODE": "24066",
    "code-NSF": "255",
    "code-ROME": "F1602",
    "code-RNCP": "RNCP34857",
    "code-RS": "RS5719",
    "code-INSEE-commune": "18279",
    "codepostal": "18000",
    "numero-activite": "24180012345",
    "heure-debut": "9h",
    "heure-fin": "17h30",
}
_CORRECTION_BY_CODE: Final[Mapping[str, Callable[[Fault, Structure], Iterator[CorrectionInput]]]] = {
    **dict.fromkeys(
        ("empty", "too_long", "too_short", "integer", "bounds", "unknown_code", "date", "date_unreal", "siret",
         "siret_key", "formacode", "nsf", "rome", "rncp", "rs"),
        _value,
    ),
    **dict.fromkeys(_NUMBER_FAULTS, _number),
    "formacode_version": _formacode_version,
    "period_order": _period,
    "missing_element": _missing,
    "id_twice": _identifier,
    "unknown_element": _misnamed,
    **dict.fromkeys(("newer_element", "misplaced_element", "namespace"), _removal),
    **dict.fromkeys(("unknown_attribute", "instant"), _attribute_removal),
    "stray_text": _stray_text,
    "wrong_order": _reordering,
    "too_many": _repetition,
    "not_yours": _provider,
}  # fmt: skip
