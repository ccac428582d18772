"""Names and paths written in backquotes in the documents exist in the repository.

Checked: paths (`infra/instance.py`), dotted names (`kernel.email_address`), names with a capital or an underscore
(`ActionCode`, `plan_action`), environment variables. A former name, or one of a library or a standard, is listed in the
document itself, in a comment: ``<!-- names from elsewhere: gthread, model_audit -->``.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from pacte.infra.instance import PROJECT_ROOT

DOCUMENTS = sorted([
    *PROJECT_ROOT.glob("docs/*.md"), *PROJECT_ROOT.glob("docs/adr/*.md"), PROJECT_ROOT / "CONTRIBUTING.md",
])  # fmt: skip
PACKAGE = PROJECT_ROOT / "src/pacte"
ROOMS = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
_QUOTED = re.compile(r"`([^`\n]+)`")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_ELSEWHERE = re.compile(r"<!-- names from elsewhere: ([^>]*?) -->", re.DOTALL)
_PATH = re.compile(r"[\w.-]+(/[\w.<>*-]+)+/?|[\w-]+\.(py|md|toml|yaml|html|css|js|sh|sql)")
_DOTTED = re.compile(rf"({'|'.join(sorted(ROOMS))})(\.\w+)+(\(\))?")
_NAME = re.compile(r"\w*(?:[a-z0-9]_[a-z0-9]|[a-z][A-Z]|[A-Z]_[A-Z])\w*")
_CLASS = re.compile(r"[A-Z][a-z]+([A-Z][a-z]+)*")
_TEXTS = ("*.py", "*.html", "*.toml", "*.in", "*.js", "*.sh", "*.yaml")
# A file to add: « indicators/catalog/<code>.py », « catalog/*.py ».
_ANY = re.compile(r"<\w+>")


@cache
def words() -> frozenset[str]:
    """Every word of the code and of its tests."""
    folders = [PACKAGE, PROJECT_ROOT / "tests", PROJECT_ROOT / "scripts", PROJECT_ROOT / "requirements"]
    paths = [path for folder in folders for pattern in _TEXTS for path in folder.rglob(pattern)]
    paths = [path for path in paths if path != Path(__file__)] + [*PROJECT_ROOT.glob("*.toml"), PROJECT_ROOT / "pacte"]
    return frozenset(word for path in paths for word in re.findall(r"\w+", f"{path.stem} {_text(path)}"))


@cache
def classes() -> frozenset[str]:
    paths = [path for folder in (PACKAGE, PROJECT_ROOT / "tests") for path in folder.rglob("*.py")]
    return frozenset(name for path in paths for name in re.findall(r"^class (\w+)", _text(path), re.MULTILINE))


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def exists(quoted: str) -> bool:
    """True when the repository has what the quoted text names; also when it names nothing that can be checked."""
    if _PATH.fullmatch(quoted):
        return is_path(quoted)
    if _DOTTED.fullmatch(quoted):
        return is_dotted_name(quoted.removesuffix("()"))
    if _CLASS.fullmatch(quoted):
        return quoted in classes()
    return all(name in words() for name in re.findall(r"\w+", quoted) if _NAME.fullmatch(name))


def is_path(quoted: str) -> bool:
    pattern = _ANY.sub("*", quoted.rstrip("/"))
    roots = (PROJECT_ROOT, PACKAGE, PROJECT_ROOT / "src", *(PACKAGE / room for room in ROOMS))
    suffixes = ("",) if pattern.endswith("*") else ("", "*.py")
    return any(any(root.glob(f"{pattern}{suffix}")) for root in roots for suffix in suffixes)


def is_dotted_name(quoted: str) -> bool:
    """True for a module of a room, or a name written in that module or package."""
    parts = quoted.split(".")
    for length in range(len(parts), 0, -1):
        place = PACKAGE.joinpath(*parts[:length])
        files = [place.with_suffix(".py")] if place.with_suffix(".py").exists() else [*place.rglob("*.py")]
        if files:
            return all(any(re.search(rf"\b{name}\b", _text(path)) for path in files) for name in parts[length:])
    return False


def quoted_names(document: str) -> set[str]:
    return set(_QUOTED.findall(_FENCED.sub("", document)))


def names_from_elsewhere(document: str) -> set[str]:
    return {name.strip() for names in _ELSEWHERE.findall(document) for name in names.split(",")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_quoted_name_exists(path: Path) -> None:
    document = path.read_text(encoding="utf-8")
    missing = {name for name in quoted_names(document) if not exists(name)}
    assert sorted(missing - names_from_elsewhere(document)) == [], "rename them, or list them as names from elsewhere"
    assert sorted(names_from_elsewhere(document) - missing) == [], "these exist: they need no mark"


def test_every_decision_has_its_own_number() -> None:
    decisions = sorted((PROJECT_ROOT / "docs/adr").glob("*.md"))
    assert [path.name[:5] for path in decisions] == [f"{number:04}-" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        title = path.read_text(encoding="utf-8").splitlines()[0]
        assert re.fullmatch(rf"# 0*{int(path.name[:4])}\. .+", title), path.name


def test_every_decision_that_is_referred_to_exists() -> None:
    sources = [path for folder in ("src", "tests", "docs") for path in (PROJECT_ROOT / folder).rglob("*")]
    texts = [path for path in sources if path.suffix in (".py", ".md", ".toml", ".html")]
    referred = {number for path in texts for number in re.findall(r"\badr/(\d{4})", path.read_text(encoding="utf-8"))}
    assert len(referred) > 5
    assert {number for number in referred if not [*(PROJECT_ROOT / "docs/adr").glob(f"{number}-*")]} == set()


@pytest.mark.parametrize(
    ("quoted", "known"),
    [
        ("infra/instance.py", True),
        ("kernel/instance.py", False),
        ("indicators/catalog/<code>.py", True),
        ("indicators/shelf/<code>.py", False),
        ("kernel.email_address", True),
        ("kernel.telephone", False),
        ("audit.models.RowChange", True),
        ("audit.models.Journal", False),
        ("ActionCode", True),
        ("File", False),
        ("Case", True),
        ("audit_rowchange", True),
        ("journal_rowchange", False),
        ("PACTE_WORKERS", True),
        ("doing", True),
    ],
)
def test_the_check_of_names_tells_them_apart(quoted: str, known: bool) -> None:
    assert exists(quoted) is known
