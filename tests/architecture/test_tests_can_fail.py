"""A test asserts something whatever its data: no early return, no assertion that an empty list or an `if` skips."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import cache, partial

from pacte.infra.instance import PROJECT_ROOT

# Tests whose loop may be empty for one of their parameters, and why the other parameters are enough.
MAY_LOOP_OVER_NOTHING = {
    "test_a_file_tells_no_more_in_another_format": "some files open for nobody",
    "test_a_password_alone_opens_nothing_to_who_needs_a_code": "each address is asked by the members that have one",
}
_SAME_SIZE = {"enumerate", "sorted", "reversed", "list", "set", "zip", "tuple"}
_VIEWS = {"items", "values", "keys"}


@cache
def all_tests() -> dict[str, ast.FunctionDef]:
    """Test functions by « file::name »."""
    return {
        f"{path.relative_to(PROJECT_ROOT)}::{node.name}": node
        for path in sorted((PROJECT_ROOT / "tests").rglob("test_*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Nodes of a function, without those of the functions and classes inside it."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ClassDef):
            yield node
            yield from own_nodes(node)


def is_property(function: ast.FunctionDef) -> bool:
    """True for a test of Hypothesis: its lists are empty in some examples and full in others."""
    return any("given(" in ast.unparse(each) for each in function.decorator_list)


def is_assertion(node: ast.AST) -> bool:
    return isinstance(node, ast.Assert) or (isinstance(node, ast.With) and "raises(" in ast.unparse(node.items[0]))


def always_asserts(block: list[ast.stmt], *, loops_count: bool = False, full: frozenset[str] = frozenset()) -> bool:
    """True if each run of the block makes an assertion.

    ``loops_count``: treats every list as not empty. ``full``: names of lists that are not empty.
    """
    full |= {
        target.id
        for statement in block
        for node in ast.walk(statement)
        if isinstance(node, ast.Assign) and is_never_empty(node.value, full)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    any_of = partial(always_asserts, loops_count=loops_count, full=full)
    return any(statement_asserts(node, any_of, full, loops_count=loops_count) for node in block)


def statement_asserts(
    node: ast.stmt, any_of: Callable[[list[ast.stmt]], bool], full: frozenset[str], *, loops_count: bool
) -> bool:
    match node:
        case ast.If(body=body, orelse=orelse):
            return any_of(body) and any_of(orelse)
        case ast.For(iter=values, body=body):
            return (loops_count or is_never_empty(values, full)) and any_of(body)
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=finalbody):
            handled = all(any_of(each.body) for each in handlers)
            return any_of(finalbody) or (handled and any_of([*body, *orelse]))
        case ast.With(items=items, body=body):
            return any("raises(" in ast.unparse(each) for each in items) or any_of(body)
        case _:
            return isinstance(node, ast.Assert)


def is_never_empty(values: ast.expr, full: frozenset[str]) -> bool:
    """True for a non-empty literal, a name in capitals (constant, enumeration), a range, and what has their size."""
    match values:
        case ast.Tuple(elts=elements) | ast.List(elts=elements) | ast.Set(elts=elements):
            return bool(elements)
        case ast.Dict(keys=keys):
            return bool(keys)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name in full or name.lstrip("_")[:1].isupper()
        case ast.Subscript(value=value, slice=ast.Constant() | ast.Name()):
            return is_never_empty(value, full)
        case ast.ListComp(generators=[ast.comprehension(iter=source, ifs=[])]):
            return is_never_empty(source, full)
        case ast.Call(func=ast.Name(id="range")):
            return True
        case ast.Call(func=ast.Name(id=name), args=arguments) if name in _SAME_SIZE:
            return all(is_never_empty(each, full) for each in arguments)
        case ast.Call(func=ast.Attribute(value=value, attr=name)) if name in _VIEWS:
            return is_never_empty(value, full)
        case _:
            return False


def test_no_test_returns_early() -> None:
    """Use `assume` or a narrower strategy with Hypothesis, and a shorter list of parameters otherwise."""
    wrong = [
        name for name, node in all_tests().items() if any(isinstance(each, ast.Return) for each in own_nodes(node))
    ]
    assert wrong == []


def test_every_test_that_asserts_does_so_whatever_its_data() -> None:
    wrong = []
    for name, node in all_tests().items():
        if name.split("::")[1] in MAY_LOOP_OVER_NOTHING or not any(is_assertion(each) for each in own_nodes(node)):
            continue
        if not always_asserts(node.body, loops_count=is_property(node)):
            wrong.append(name)
    assert wrong == [], "assert before the loop that there is something to read, or outside the `if`"


def test_every_exception_is_still_needed() -> None:
    nodes = {name.split("::")[1]: node for name, node in all_tests().items()}
    useless = [name for name in MAY_LOOP_OVER_NOTHING if name not in nodes or always_asserts(nodes[name].body)]
    assert useless == []


def test_these_checks_find_what_they_look_for() -> None:
    def asserts(text: str, *, loops_count: bool = False) -> bool:
        return always_asserts(ast.parse(text).body, loops_count=loops_count)

    assert asserts("for each in (1, 2):\n    assert each")
    assert asserts("found = [1]\nfor each in found:\n    assert each")
    assert asserts("for each in found:\n    assert each", loops_count=True)
    assert asserts("if a:\n    assert b\nelse:\n    assert c")
    assert asserts("try:\n    f()\nexcept ValueError:\n    assert a\nelse:\n    assert b")
    assert not asserts("for each in found:\n    assert each")
    assert not asserts("for each in ():\n    assert each")
    assert not asserts("if a:\n    assert b")
    assert not asserts("try:\n    f()\nexcept ValueError:\n    pass\nelse:\n    assert b")
