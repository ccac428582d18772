"""Loads our own templates: their tags may span lines, and their indentation never reaches the page.

Django's lexer reads ``{% … %}`` and ``{{ … }}`` on one line only. Outside quotes, a newline of a tag becomes one space,
or nothing before ``|``, so that filters can follow each other one a line. The newlines come back right after the tag,
in a ``{% comment %}``: it draws nothing, so pages gain no whitespace, and errors name the line of the file.
``{# … #}``, ``{% comment %}`` and ``{% verbatim %}`` stay untouched.

Indentation is a sixth of a page that browsers would read as one space.
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
_INDENTATION = re.compile(r"(?<=\n)[ \t]+")
_NEWLINE = re.compile(rf"(?P<string>{_STRING})|\s*\n\s*(?P<filter>\|)?")


class Loader(FilesystemLoader):
    def get_contents(self, origin: Origin) -> str:
        source = join_tags(super().get_contents(origin))
        return strip_indentation(source) if origin.name.endswith(".html") else source


def join_tags(source: str) -> str:
    """``source`` with each tag on one line, and as many lines as before."""
    return _TAG.sub(_join, source)


def strip_indentation(source: str) -> str:
    """``source`` without the spaces at the beginning of its lines. It keeps all its lines."""
    return _INDENTATION.sub("", source)


def _join(match: re.Match[str]) -> str:
    tag = match["spanning"]
    if tag is None:
        return match[0]
    newlines = "\n" * tag.count("\n")
    return f"{_NEWLINE.sub(_replace, tag)}{{% comment %}}{newlines}{{% endcomment %}}"


def _replace(match: re.Match[str]) -> str:
    return match["string"] or match["filter"] or " "
