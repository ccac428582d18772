"""Finds layout faults in a template.

No available formatter does it: djhtml and djLint do not read tags that span lines, Djade does not look at HTML. The
rules are those of djhtml, extended to such tags. The content of an element, of a Django block or of a tag that spans
lines is indented two spaces more than the line where it begins; its closing tag is aligned with that line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

WIDTH = 120
_STRING = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
_TOKEN = re.compile(
    rf"""
    (?P<comment>{{%\s*comment\b[^\n]*?%}}.*?{{%\s*endcomment\s*%}} | {{\#[^\n]*?\#}})
    | (?P<tag>{{%-?(?P<turn>\n\s*|\s*)(?P<tag_name>\w+)(?:{_STRING}|[^"'])*?%}})
    | (?P<value>{{{{(?:{_STRING}|[^"'])*?}}}})
    | (?P<close></(?P<close_name>[\w-]+)\s*>) | (?P<open><(?P<open_name>[a-zA-Z][\w-]*))
    | (?P<end>/?>) | (?P<quote>") | (?P<newline>\n)
    """,
    re.DOTALL | re.VERBOSE,
)
_SPACES = re.compile(" *")
_MIDDLE = ("elif", "else", "empty")
_RAW = ("pre", "script", "textarea")
_VOID = ("br", "hr", "img", "input", "link", "meta")
_BLOCKS = (
    "article", "aside", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "head", "header", "html", "legend", "li", "main", "nav", "ol", "p",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
)  # fmt: skip
# Blocks that the style sheets lay out inline, where a newline would show as a space.
IN_LINE = ("after-line", "piece-example")


@dataclass(frozen=True, slots=True)
class _Opened:
    kind: str  # "block" of Django, "tag" of HTML up to its ">", "element"
    name: str
    level: int
    at: int
    begins: bool  # True if it begins its line


class Layout:
    """Reads a template from top to bottom. ``faults`` describes each wrong line."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.faults: list[str] = []
        self._opened: list[_Opened] = []
        self._level = self._indent_at(0)
        self._is_first = True
        self._in_quotes = False
        self._at = 0
        self._block_tags = set(re.findall(r"{%-?\s*end(\w+)", source))
        self._check_lines()
        for token in self._tokens():
            getattr(self, f"_read_{token.lastgroup}")(token)

    def _tokens(self) -> Iterator[re.Match[str]]:
        while token := _TOKEN.search(self.source, self._at):
            if self.source[self._at : token.start()].strip():
                self._place(self._at, self._inside)
            self._at = token.end()
            yield token

    def _check_lines(self) -> None:
        for number, line in enumerate(self.source.split("\n"), 1):
            if len(line) > WIDTH:
                self.faults.append(f"line {number}: {len(line)} signs")
            if "\t" in line or line != line.rstrip():
                self.faults.append(f"line {number}: a tab, or spaces at the end")
        if not self.source.endswith("\n") or self.source.endswith("\n\n"):
            self.faults.append("does not end with one newline")

    def _fault(self, at: int, what: str) -> None:
        self.faults.append(f"line {self.source.count(chr(10), 0, at) + 1}: {what}")

    def _indent_at(self, at: int) -> int:
        return _SPACES.match(self.source, at).end() - at

    @property
    def _inside(self) -> int:
        return self._opened[-1].level + 2 if self._opened else 0

    def _place(self, at: int, level: int) -> bool:
        """True if ``at`` is the first position of its line. It must then be indented by ``level``."""
        first, self._is_first = self._is_first, False
        if first and self._level != level:
            self._fault(at + self._indent_at(at), f"indented by {self._level}, not {level}")
        return first

    def _lines_of(self, token: re.Match[str], level: int, last: str, *, turned: int | None = None) -> None:
        """Checks the lines of a tag that spans lines and begins on a line indented by ``level``."""
        for newline in re.finditer(r"\n", token[0]):
            at = token.start() + newline.end()
            self._level = self._indent_at(at)
            rest = self.source[at + self._level :]
            wanted = level if rest.startswith(last) else level + 4 if rest.startswith("|") else level + 2
            if turned is not None and newline.start() < token[0].index(token["tag_name"]):
                wanted = turned
            if self._level != wanted:
                self._fault(at, f"indented by {self._level}, not {wanted}")

    def _read_newline(self, token: re.Match[str]) -> None:
        line = self.source.rfind("\n", 0, token.start()) + 1
        for opened in self._opened:
            if opened.at >= line and not opened.begins and opened.name in _BLOCKS and not self._is_in_line(opened):
                self._fault(opened.at, f"<{opened.name}> stays open and does not begin its line")
        self._level, self._is_first = self._indent_at(token.end()), True

    def _is_in_line(self, opened: _Opened) -> bool:
        start = self.source[opened.at : opened.at + WIDTH]
        return any(f'class="{name}' in start for name in IN_LINE)

    def _read_quote(self, token: re.Match[str]) -> None:
        if self._opened and self._opened[-1].kind == "tag":
            self._in_quotes = not self._in_quotes
        self._place(token.start(), self._inside)

    def _read_comment(self, token: re.Match[str]) -> None:
        self._place(token.start(), self._inside)
        self._lines_of(token, self._level, "{%")

    def _read_value(self, token: re.Match[str]) -> None:
        self._place(token.start(), self._inside)
        self._lines_of(token, self._level, "}}")

    def _read_tag(self, token: re.Match[str]) -> None:
        name = token["tag_name"]
        opener = name[3:] if name.startswith("end") else "" if name in _MIDDLE else None
        if opener is None:
            first, inside = self._place(token.start(), self._inside), self._inside
            began = self._level
            self._lines_of(token, began, "%}", turned=inside)
            if name in self._block_tags:
                level = self._level if token["turn"].startswith("\n") else began
                self._opened.append(_Opened("block", name, level, token.start(), first))
            return
        while self._opened[-1].kind != "block":
            self._opened.pop()
        around = self._opened[-2].level + 2 if len(self._opened) > 1 else 0
        self._place(token.start(), self._opened[-1].level)
        self._lines_of(token, self._level, "%}", turned=around)
        if opener:
            self._opened.pop()

    def _read_open(self, token: re.Match[str]) -> None:
        first = self._place(token.start(), self._inside)
        if not self._in_quotes:
            self._opened.append(_Opened("tag", token["open_name"], self._level, token.start(), first))

    def _read_end(self, token: re.Match[str]) -> None:
        if self._in_quotes or not self._opened or self._opened[-1].kind != "tag":
            self._place(token.start(), self._inside)
            return
        tag = self._opened.pop()
        self._place(token.start(), tag.level)
        if tag.name in _RAW:
            self._at = self.source.index(">", self.source.index(f"</{tag.name}", self._at)) + 1
        elif token[0] == ">" and tag.name not in _VOID:
            self._opened.append(_Opened("element", tag.name, tag.level, tag.at, tag.begins))

    def _read_close(self, token: re.Match[str]) -> None:
        name = token["close_name"]
        for rank in range(len(self._opened) - 1, -1, -1):
            opened = self._opened[rank]
            if opened.kind != "element":
                break
            if opened.name == name:
                del self._opened[rank:]
                self._place(token.start(), opened.level)
                return
        self._place(token.start(), self._inside)
