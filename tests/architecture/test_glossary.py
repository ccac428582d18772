"""Every table and every public class of ``records`` has an entry in the glossary (English identifier, French term)."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache

from pacte.infra.instance import PROJECT_ROOT

SOURCE = PROJECT_ROOT / "src" / "pacte"
NEEDED = {"en", "fr", "source", "definition", "definition_fr", "not_to_be_confused_with"}
NOUNS = ("*/models.py", "*/models/*.py", "*/records.py", "*/records/*.py")


@cache
def terms() -> list[dict[str, str]]:
    text = (PROJECT_ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["term"]


def public_nouns() -> set[str]:
    paths = sorted({path for pattern in NOUNS for path in SOURCE.glob(pattern)})
    names = {
        node.name
        for path in paths
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    }
    return {re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower() for name in names}


def test_each_term_says_all_that_it_must() -> None:
    assert [term.get("en") for term in terms() if set(term) != NEEDED or not all(term.values())] == []


def test_no_term_is_defined_twice() -> None:
    names = [term["en"] for term in terms()]
    assert len(names) == len(set(names))


def test_a_term_is_an_identifier() -> None:
    assert [term["en"] for term in terms() if not re.fullmatch(r"[a-z][a-z0-9_]*", term["en"])] == []


def test_every_table_and_every_public_noun_of_the_records_is_there() -> None:
    assert public_nouns() - {term["en"] for term in terms()} == set()
