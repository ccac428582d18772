"""One vocabulary: each public name has one meaning and uses standard words (docs/glossary.toml, CONTRIBUTING.md)."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from pacte.infra.instance import PROJECT_ROOT

SOURCE = PROJECT_ROOT / "src" / "pacte"
# Bare participles that say how a value was obtained, and not what it is.
PARTICIPLES = {"told", "said", "asked", "given", "held", "kept", "found"}
# Words of an earlier, private vocabulary; each has a standard one (cache, quarantine, outbox, suppression, lineage…).
REFUSED = {
    "anew", "bereft", "beside", "bestow", "dues", "forgetting", "glance", "hearing", "keeper", "keeping", "likeness",
    "mend", "mended", "mending", "owing", "remembered", "reviving", "shelf", "skies", "sky", "sparing", "spared",
    "stuff", "telling", "thing", "things", "told", "twin", "twins", "unseen",
}  # fmt: skip
# Names that leave the program: keys of forms, of frozen JSON and of components, columns of older rows.
STORED = {
    ("steering.records.rounds", "asked"),
    ("web.charts.seats", "held"),
    ("web.pages.committees.meeting_page", "asked"),
    ("web.pages.gaps.survey_page", "asked"),
    ("web.pages.rounds.list_page", "asked"),
    ("workflows.erase_person", "told"),
    ("interop.models.messages", "mended"),
    ("journeys.models.people", "purge_told_on"),
    ("web.pages.attendance.action_forms", "things"),
    ("web.pages.feeds.schemas", "mended"),
}
MOST_SHARED_FUNCTIONS = 0.10


@cache
def trees() -> dict[str, ast.Module]:
    paths = (path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)
    return {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts): ast.parse(path.read_text(encoding="utf-8"))
        for path in paths
    }


def public(kind: type[ast.ClassDef] | type[ast.FunctionDef]) -> dict[str, list[str]]:
    """Modules that define each public top-level name. Views (whose first argument is a request) are left out."""
    modules = defaultdict(list)
    for module, tree in trees().items():
        for node in tree.body:
            if isinstance(node, kind) and not node.name.startswith("_") and not _is_view(node):
                modules[node.name].append(module)
    return modules


def _is_view(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef) and [each.arg for each in node.args.args[:1]] == ["request"]


def written() -> Iterator[tuple[str, str]]:
    """(module, name) of everything that our code names: functions, classes, parameters, variables, fields."""
    for module, tree in trees().items():
        yield from ((module, part) for part in module.split("."))
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                yield module, node.name
            elif isinstance(node, ast.arg):
                yield module, node.arg
            elif isinstance(node, ast.alias) and node.asname:
                yield module, node.asname
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield module, node.id


def words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def test_a_public_class_name_exists_once() -> None:
    assert {name: modules for name, modules in public(ast.ClassDef).items() if len(modules) > 1} == {}


def test_few_public_functions_share_their_name() -> None:
    modules = public(ast.FunctionDef)
    shared = sum(len(each) for each in modules.values() if len(each) > 1)
    total = sum(len(each) for each in modules.values())
    assert shared <= MOST_SHARED_FUNCTIONS * total, f"{shared} of {total}"


def test_no_name_is_a_bare_participle() -> None:
    # Members of enumerations in capitals are codes, some of which are stored.
    wrong = {(module, name) for module, name in written() if name.lstrip("_").casefold() in PARTICIPLES}
    wrong = {(module, name) for module, name in wrong if not name.isupper()}
    assert wrong - STORED == set()


def test_no_name_is_made_of_a_refused_word() -> None:
    assert {(module, name) for module, name in written() if words(name) & REFUSED} - STORED == set()


def test_every_exception_is_still_needed() -> None:
    assert set(written()) >= STORED
