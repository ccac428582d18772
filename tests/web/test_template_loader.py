"""Tags of our templates may span lines and are indented; strings, words and line numbers do not change."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import Context, Engine, Template, TemplateSyntaxError
from django.template.loader import get_template

from pacte.web.template_loader import join_tags


def load(folder: Path, source: str, *, debug: bool = False) -> Template:
    (folder / "page.html").write_text(source, encoding="utf-8")
    loader = ("pacte.web.template_loader.Loader", [folder])
    return Engine(loaders=[loader], debug=debug).get_template("page.html")


def render(folder: Path, source: str, **values: object) -> str:
    return load(folder, source).render(Context(values))


@pytest.mark.parametrize(
    ("source", "page"),
    [
        ("{% if a\n  and b\n%}yes{% endif %}", "yes"),
        ("{{\n  a\n}}", "1"),
        ("{{ none\n  |default:'x  y'\n  |upper }}", "X  Y"),
        ('{% with a=none\n  |default:"z" %}{{ a }}{% endwith %}', "z"),
        ('<p title="{{ a\n}}">{{ a\n}}{{ b }}</p>', '<p title="1">12</p>'),
        ("{% if a\n%}{% else\n%}{% endif\n%}", ""),
    ],
)
def test_a_tag_may_span_lines_and_adds_no_whitespace_to_the_page(tmp_path: Path, source: str, page: str) -> None:
    assert render(tmp_path, source, a=1, b=2, none=None) == page


def test_a_tag_on_one_line_is_left_alone() -> None:
    source = "a {% if  b %}\n{{ c  |d }} {# e #}\n{% endif %} { % 'f"
    assert join_tags(source) == source


def test_strings_keep_their_spaces_quotes_and_bars(tmp_path: Path) -> None:
    source = """{{ none\n  |default:"a  | b 'c' %\\" }"\n}}{{ none|default:'"d"  |'\n}}"""
    assert render(tmp_path, source, none=None) == 'a  | b \'c\' %" }"d"  |'


def test_a_string_never_spans_lines() -> None:
    source = '{% with a="b\nc" %}'
    assert join_tags(source) == source


@pytest.mark.parametrize(
    "source",
    [
        "{% comment %} don't {{ a\n}} {% if\n%} {% endcomment %}",
        "{% verbatim %}{{ a\n}}{% endverbatim %}",
        "{% verbatim one %}{{ a\n}}{% endverbatim %}{% endverbatim one %}",
        "{# a\nb #}",
    ],
)
def test_comments_and_verbatim_text_are_left_alone(source: str) -> None:
    assert join_tags(source) == source


def test_there_are_as_many_lines_as_before() -> None:
    source = "{% if a\n  and b\n%}\n{{ c\n}}{% endif %}\n"
    joined = join_tags(source)
    assert joined.count("\n") == source.count("\n")
    assert joined.index("{{ c }}") - joined.rindex("\n", 0, joined.index("{{ c }}")) == 1


def test_the_page_has_the_lines_of_the_template_without_their_indentation(tmp_path: Path) -> None:
    source = "<ul>\n  {% if a %}\n\t<li>{{ a\n  }}  b</li>\n  {% endif %}\n</ul>\n"
    assert render(tmp_path, source, a="1\n  2") == "<ul>\n\n<li>1\n  2  b</li>\n\n</ul>\n"


def test_a_text_keeps_its_indentation(tmp_path: Path) -> None:
    (tmp_path / "mail.txt").write_text("Bonjour\n  {{ a }}", encoding="utf-8")
    engine = Engine(loaders=[("pacte.web.template_loader.Loader", [tmp_path])])
    assert engine.get_template("mail.txt").render(Context({"a": 1})) == "Bonjour\n  1"


@pytest.mark.parametrize("debug", [False, True])
def test_an_error_names_the_line_of_the_file(tmp_path: Path, debug: bool) -> None:
    with pytest.raises(TemplateSyntaxError, match="on line 5: 'nothing'") as failure:
        load(tmp_path, "{% if a\n  and b\n%}\n{{ c }}\n{% nothing\n  here %}\n{% endif %}", debug=debug)
    if debug:
        assert failure.value.template_debug["line"] == 5


def test_our_templates_are_loaded_this_way_and_those_of_others_are_not() -> None:
    ours, theirs = get_template("base.html"), get_template("django/forms/widgets/input.html")
    assert ours.origin.loader_name == "pacte.web.template_loader.Loader"
    assert theirs.origin.loader_name == "django.template.loaders.app_directories.Loader"
