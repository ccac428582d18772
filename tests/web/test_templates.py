"""Every template has the standard layout, and holds no tag that Django would show as text."""

from __future__ import annotations

import re

import pytest
from django.template.base import Lexer, TokenType

from pacte.infra.instance import PROJECT_ROOT
from pacte.web.template_loader import join_tags
from tests.web.template_layout import IN_LINE, Layout

WEB = PROJECT_ROOT / "src" / "pacte" / "web"
TEMPLATES = sorted(WEB.rglob("*.html"))
PAGE = """\
{% extends "page.html" %}

{% block content %}
  {% wrap "section"
    id="a"
    title="Une très longue phrase, "
      |add:"qui continue."
  %}
    <p class="note">
      Deux mots,
      <a
        href="#b"
        {% if here %}aria-current="page"{% endif %}>{{ word }}</a>{%
      if more %}, <b>et
        la suite</b>{%
      else %}.{% endif %}
    </p>
    <ul>
      {% for each in all %}<li>{{ each }}</li>{% empty %}<li>rien</li>{% endfor %}
    </ul>
    <pre>
as it stands
      {{ x }}</pre>
  {% endwrap %}
{% endblock content %}
"""


def test_the_layout_of_every_template_is_the_one_of_the_house() -> None:
    faults = {path.relative_to(WEB).as_posix(): Layout(path.read_text(encoding="utf-8")).faults for path in TEMPLATES}
    assert {name: found for name, found in faults.items() if found} == {}


def test_django_reads_every_tag_of_every_template() -> None:
    unread = [
        (path.name, token.contents)
        for path in TEMPLATES
        for token in Lexer(join_tags(path.read_text(encoding="utf-8"))).tokenize()
        if token.token_type == TokenType.TEXT and re.search(r"{[%{#]|[%}#]}", token.contents)
    ]
    assert unread == []


def test_no_class_that_the_layout_excepts_has_gone() -> None:
    texts = " ".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    assert [name for name in IN_LINE if f'class="{name}' not in texts] == []


def test_a_page_that_is_laid_out_has_no_fault() -> None:
    assert Layout(PAGE).faults == []


@pytest.mark.parametrize("number", [*range(21), 23, 24])
def test_each_line_has_one_place(number: int) -> None:
    lines = PAGE.split("\n")
    lines[number] = f"  {lines[number]}"
    assert Layout("\n".join(lines)).faults != []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        (f"<p>{'a' * 120}</p>\n", "line 1: 127 signs"),
        ("<p>a</p> \n", "line 1: a tab, or spaces at the end"),
        ("<p>\n\ta\n</p>\n", "line 2: a tab, or spaces at the end"),
        ("<p>a</p>", "does not end with one newline"),
        ("{% if a %}<p>\n  b\n</p>{% endif %}\n", "line 1: <p> stays open and does not begin its line"),
    ],
)
def test_a_fault_says_its_line(source: str, fault: str) -> None:
    assert fault in Layout(source).faults
