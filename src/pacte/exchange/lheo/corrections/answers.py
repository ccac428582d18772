"""The answer to a question of a correction: as the norm writes it, what is wrong, and the edit that it makes. Pure."""

from __future__ import annotations

from dataclasses import replace

from pacte.exchange.lheo.correction_values import attribute_problem, attribute_value, value_problem, written_value
from pacte.exchange.lheo.corrections.records import REMOVAL, CorrectionInput, EditKind, InputKind, XmlEdit
from pacte.exchange.lheo.cross_checks import has_valid_siret_key
from pacte.exchange.lheo.structure import Structure


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
    if question.edit.kind is EditKind.RENAME and value == REMOVAL:
        return XmlEdit(EditKind.REMOVE)
    if not value and not question.is_required:
        kind = EditKind.REMOVE_ATTRIBUTE if question.edit.kind is EditKind.SET_ATTRIBUTE else EditKind.REMOVE
        return XmlEdit(kind, question.edit.path)
    if question.kind is InputKind.TICK:
        return question.edit
    return replace(question.edit, value=value)


def _attribute_name(edit: XmlEdit) -> str:
    last = edit.path[-1] if edit.path else ""
    is_asked = edit.kind in (EditKind.SET_ATTRIBUTE, EditKind.ADD)
    return last[1:] if is_asked and last.startswith("@") else ""
