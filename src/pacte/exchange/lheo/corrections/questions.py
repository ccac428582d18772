"""Which questions a fault asks. Pure.

A form mends the faults of ``_CORRECTION_BY_CODE``; the others need the text of the training.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.correction_values import DAY_EXAMPLE, typed_day
from pacte.exchange.lheo.corrections.fault_groups import NUMBER_FAULTS
from pacte.exchange.lheo.corrections.records import REMOVAL, CorrectionInput, EditKind, InputKind, XmlEdit
from pacte.exchange.lheo.corrections.texts import capitalised, holder_name, number_label
from pacte.exchange.lheo.faults import Fault
from pacte.exchange.lheo.structure import Element, ElementKind, Structure
from pacte.exchange.lheo.wording import element_words

_LONG_TEXT = 255
_KEY_OWNER = "SIRET-organisme-formation"
_SIRET_PATH = ("organisme-formation-responsable", _KEY_OWNER, "SIRET")
_NUMBER_HELP: Final = "60 signes au plus ; le même à chaque envoi."
_NUMBERED: Final = frozenset({"action", "session"})
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


def correction_inputs(fault: Fault, norm: Structure) -> tuple[CorrectionInput, ...]:
    make = _CORRECTION_BY_CODE.get(fault.code)
    return tuple(make(fault, norm)) if make else ()


def asks_a_value(fault: Fault) -> bool:
    """True when the question is the value of the faulty element."""
    return _CORRECTION_BY_CODE.get(fault.code) is _value


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
            yield CorrectionInput(capitalised(number_label(path[-2])), InputKind.LINE, edit, help=_NUMBER_HELP)
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
    label = capitalised(number_label(holder_name(fault)))
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
    near = near_sibling(fault, norm)
    if not near:
        yield from _removal(fault, norm)
        return
    choices = ((near, f"C’est « {element_words(near)} » : corriger son nom"), (REMOVAL, "Le retirer"))
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
        label=capitalised(element_words(definition.name)), kind=InputKind.LINE, edit=edit, element=definition.name,
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


def near_sibling(fault: Fault, norm: Structure) -> str:
    """The known name that a misnamed element resembles, when it may stand there; "" otherwise."""
    near = fault.words.get("near", "") if fault.code == "unknown_element" else ""
    return near if (fault.parent, near) in norm.places else ""


_CORRECTION_BY_CODE: Final[Mapping[str, Callable[[Fault, Structure], Iterator[CorrectionInput]]]] = {
    **dict.fromkeys(
        ("empty", "too_long", "too_short", "integer", "bounds", "unknown_code", "date", "date_unreal", "siret",
         "siret_key", "formacode", "nsf", "rome", "rncp", "rs"),
        _value,
    ),
    **dict.fromkeys(NUMBER_FAULTS, _number),
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
