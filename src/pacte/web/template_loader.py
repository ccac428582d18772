"""Loads our own templates, whose ``{% … %}`` and ``{{ … }}`` may span lines: Django's lexer reads one line only.

Outside quotes, a newline of a tag becomes one space, or nothing before ``|``, so that filters can follow each other one
a line. The newlines come back right after the tag, in a ``{% comment %}``: it draws nothing, so pages gain no
whitespace, and errors name the line of the file. ``{# … #}``, ``{% comment %}`` and ``{% verbatim %}`` stay untouched.
"""

from __future__ import annotations

import re

from django.template import Origin
from django.template.loaders.filesystem import Loader as FilesystemLoader

_STRING = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
_TAG = re.compile(
    rf"""
    {{%\s*comment\b[^\n]*?%}}.*?{{%\s*endcomment\s*%}}
    | {{%\s*(?P<verbatim>verbatim\b[^\n]*?)\s*%}}.*?{{%\s*end(?P=verbatim)\s*%}}
    | {{%[^\n]*?%}} | {{{{[^\n]*?}}}} | {{\#[^\n]*?\#}}
    | (?P<spanning>{{%(?:{_STRING}|[^"'])*?%}}|{{{{(?:{_STRING}|[^"'])*?}}}})
    """,
    re.DOTALL | re.VERBOSE,
)
_NEWLINE = re.compile(rf"(?P<string>{_STRING})|\s*\n\s*(?P<filter>\|)?")


class Loader(FilesystemLoader):
    def get_contents(self, origin: Origin) -> str:
        return join_tags(super().get_contents(origin))


def join_tags(source: str) -> str:
    """``source`` with each tag on one line, and as many lines as before."""
    return _TAG.sub(_join, source)


def _join(match: re.Match[str]) -> str:
    tag = match["spanning"]
    if tag is None:
        return match[0]
    newlines = "\n" * tag.count("\n")
    return f"{_NEWLINE.sub(_replace, tag)}{{% comment %}}{newlines}{{% endcomment %}}"


def _replace(match: re.Match[str]) -> str:
    return match["string"] or match["filter"] or " "
