"""The excerpts of the guide « add a procedure » are correct: each holds together in the description that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, replace
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple

import pytest

from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.actor import Role
from pacte.procedures import records
from pacte.procedures.records.description import Procedure
from pacte.procedures.rules.catalogue import procedures_by_code
from pacte.procedures.rules.description_check import description_defects
from pacte.procedures.rules.retention import kept_fields
from pacte.reference.records import ZoneKind
from tests.procedures import example_call, example_money

GUIDE = PROJECT_ROOT / "docs" / "how-to" / "add-a-procedure.md"
_EXCERPT = re.compile(r"^<!-- excerpt of: (\w+) -->\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = {"example_money": example_money.CALL, "example_call": example_call.CALL}
PARTS = {each.name for each in fields(Procedure)}


class Excerpt(NamedTuple):
    """Python text of the guide, and the name of the description of which it is a part."""

    of: str
    text: str

    @property
    def description(self) -> Procedure:
        return EXAMPLES.get(self.of) or procedures_by_code()[self.of]


EXCERPTS = tuple(Excerpt(*each) for each in _EXCERPT.findall(GUIDE.read_text(encoding="utf-8")))


def parts_of(text: str) -> dict[str, Any]:
    """The parts that an excerpt assigns, with the names of the records imported."""
    names: dict[str, Any] = {"Role": Role, "ZoneKind": ZoneKind}
    for module in iter_modules(records.__path__, f"{records.__name__}."):
        names |= vars(import_module(module.name))
    known = set(names)
    exec(text, names)
    return {name: part for name, part in names.items() if name in PARTS and name not in known}


def with_parts(of: Procedure, parts: Mapping[str, Any]) -> Procedure:
    """The description, in which what the excerpt says takes the place of what has the same code."""
    return replace(of, **{name: _merged(getattr(of, name), part) for name, part in parts.items()})


def _merged(own: Any, part: Any) -> Any:
    if not isinstance(part, tuple):
        return part
    said = {each.code: each for each in part}
    unknown = set(said) - {each.code for each in own}
    assert unknown == set(), f"{unknown}: the description has no such code any more"
    return tuple(said.get(each.code, each) for each in own)


def test_every_python_block_of_the_guide_is_an_excerpt() -> None:
    assert len(EXCERPTS) == GUIDE.read_text(encoding="utf-8").count("```python\n") > 0


@pytest.mark.parametrize("excerpt", EXCERPTS, ids=lambda each: each.of)
def test_an_excerpt_holds_together_in_its_description(excerpt: Excerpt) -> None:
    parts = parts_of(excerpt.text)
    assert parts, "it says nothing of a description"
    assert description_defects(with_parts(excerpt.description, parts)) == []


@pytest.mark.parametrize(
    ("of", "correct", "wrong"),
    [
        ("example_money", "final.spent.euros", "final.lost.euros"),
        ("example_call", 'partner_fields=("partners.who",)', 'partner_fields=("friends",)'),
        ("custom_training", '"{applicant_firm} veut', '"{nobody} veut'),
        ("training_worksite", 'transition="open"', 'transition="begin"'),
        ("custom_training", ', purpose="répondre à la demande"', ""),
    ],
)
def test_an_excerpt_that_no_longer_holds_is_told(of: str, correct: str, wrong: str) -> None:
    (excerpt,) = [each for each in EXCERPTS if each.of == of and correct in each.text]
    changed = with_parts(excerpt.description, parts_of(excerpt.text.replace(correct, wrong)))
    assert len(description_defects(changed)) == 1


def test_what_the_guide_says_stays_or_goes_does() -> None:
    (excerpt,) = [each for each in EXCERPTS if "keeps = " in each.text]
    kept = kept_fields(with_parts(excerpt.description, parts_of(excerpt.text)))
    assert kept >= {"applicant_siret", "commune"}
    assert kept.isdisjoint({"applicant_firm", "contact"})
