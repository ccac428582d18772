"""Each component renders its examples, accepts only the parameters of its header and respects the security policy."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.safestring import mark_safe

from pacte.kernel.errors import ConfigurationError
from pacte.web.components.colours import PAPER, WHITE, brand_css, colour_tokens, contrast_ratio
from pacte.web.components.registry import COMPONENT_GROUPS, ComponentError, all_components, get_component
from pacte.web.pages.gallery.views import gallery
from pacte.web.template_loader import join_tags
from pacte.web.templatetags.pacte_components import as_errors, as_field, render_component
from pacte.web.templatetags.pacte_format import highlighted, ordinals, paragraphs, plural, short_day, typo

WEB = Path(brand_css.__code__.co_filename).resolve().parents[1]
NAMES = sorted(all_components())
TOKENS = {each.name: each.value for each in colour_tokens()}
EXAMPLES = [(name, rank) for name in NAMES for rank in range(len(get_component(name).examples))]
ERRORS = (400, 403, 404, 405, 409, 422, 500, 503)
VOID = {"input", "br", "img", "meta", "link", "hr"}


class Tags(HTMLParser):
    """Opening tags with their attributes, tags left open, and tags closed in the wrong order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.opened: list[str] = []
        self.crossed: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.opened or self.opened.pop() != tag:
            self.crossed.append(tag)


def drawn(name: str, rank: int) -> str:
    example = get_component(name).examples[rank]
    content = {"content": mark_safe(example.content)} if example.content else {}
    return render_component(get_component(name), {**example.parameters, **content})


def page(source: str, **values: object) -> str:
    return Template(source).render(Context(values))


@pytest.mark.parametrize(("name", "rank"), EXAMPLES)
def test_each_example_is_whole_and_within_the_security_policy(name: str, rank: int) -> None:
    tags = Tags(drawn(name, rank))
    assert tags.found != []
    assert (tags.opened, tags.crossed) == ([], [])
    refused = [
        (tag, attribute)
        for tag, attributes in tags.found
        for attribute in attributes
        if attribute == "style" or attribute.startswith("on") or tag in ("script", "style")
    ]
    assert refused == []


def test_each_component_is_its_markup_and_its_header() -> None:
    assert sorted(path.stem for path in (WEB / "components").glob("*.html")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_each_component_has_a_name_a_purpose_a_group_and_an_example(name: str) -> None:
    one = get_component(name)
    assert one.title
    assert one.purpose.endswith(".")
    assert one.group in COMPONENT_GROUPS
    assert one.examples
    for example in one.examples:
        one.check([*example.parameters, *(["content"] if example.content else [])])


@pytest.mark.parametrize("name", NAMES)
def test_a_component_uses_only_parameters_that_its_header_names(name: str) -> None:
    body = join_tags((WEB / "components" / f"{name}.html").read_text(encoding="utf-8"))
    made_inside = {
        word for made in re.findall(r"{% (?:with|for) ([^%]+) %}", body) for word in re.findall(r"\w+", made)
    }
    made_inside |= set(re.findall(r" as (\w+) %}", body))
    roots = set(re.findall(r"{{ ?([a-z_]+)", body)) | set(re.findall(r"{% if (?:not )?([a-z_]+)", body))
    known = {*get_component(name).required, *get_component(name).optional, *made_inside, "forloop", "csrf_token"}
    assert roots - known == set()


def test_an_unknown_parameter_is_refused_when_the_template_is_read_with_the_nearest_name() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"unknown 'valu' \(did you mean 'value'\?\)"):
        Template('{% component "figure" label="a" value="1" valu="2" %}')


def test_a_missing_parameter_is_refused_with_what_it_is() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"component 'figure': missing 'value'"):
        Template('{% component "figure" label="a" %}')


def test_an_unknown_component_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(TemplateSyntaxError, match="did you mean 'figure'"):
        Template('{% component "figur" label="a" value="1" %}')


def test_a_mapping_gives_parameters_and_is_checked_when_drawn() -> None:
    assert "en attente" in page('{% component "state_badge" from=state %}', state={"word": "en attente"})
    with pytest.raises(ComponentError, match="unknown 'colour'"):
        page('{% component "state_badge" from=state %}', state={"word": "x", "colour": "red"})


def test_a_component_sees_nothing_of_the_page_around_it() -> None:
    assert "secret" not in page('{% component "state_badge" word="vu" %}', sign="clock", tone="secret")


def test_what_is_wrapped_is_escaped_once_and_kept_as_html() -> None:
    html = page('{% wrap "section" id="s" title=title %}<p>{{ words }}</p>{% endwrap %}', title="a < b", words="c & d")
    assert "<p>c &amp; d</p>" in html
    assert "a &lt; b" in html


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("state_badge", {"word": "<b>"}),
        ("doubt", {"text": "<b>", "reason": "<b>"}),
        ("source_wording", {"cells": [{"label": "<b>", "text": "<b>", "doubts": ["<b>"], "notes": ["<b>"]}]}),
        ("table", {"id": "t", "caption": "<b>", "columns": [{"label": "<b>"}], "rows": [["<b>"], [{"text": "<b>"}]]}),
        ("sheet_grid", {"letters": ["<b>"], "label": "<b>", "rows": [{"number": 1, "cells": [{"text": "<b>"}]}]}),
        ("messages", {"messages": [{"text": "<b>", "tags": "error"}]}),
        ("field", {"name": "n", "id": "i", "label": "<b>", "value": "<b>", "error": "<b>"}),
    ],
)
def test_words_given_by_people_are_escaped(name: str, parameters: dict[str, object]) -> None:
    html = render_component(get_component(name), parameters)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


class Amount(forms.Form):
    title = forms.CharField(label="Titre", help_text="En clair.")
    axis = forms.ChoiceField(label="Axe", choices=[("1", "Axe 1"), ("2", "Axe 2")])
    seen = forms.BooleanField(label="Lu", required=False)
    day = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), required=False)


def test_a_field_of_a_form_gives_the_parameters_of_a_field_with_its_error_tied_to_it() -> None:
    form = Amount({"title": "", "axis": "2", "day": "2020-11-24"})
    assert not form.is_valid()
    html = page('{% component "field" from=form.title|as_field %}', form=form)
    field = next(attributes for tag, attributes in Tags(html).found if tag == "input")
    assert field["aria-invalid"] == "true"
    assert field["aria-describedby"].split() == ["id_title-help", "id_title-error"]
    assert 'id="id_title-error"' in html
    assert [choice["chosen"] for choice in as_field(form["axis"])["choices"]] == [False, True]
    assert as_field(form["day"])["kind"] == "date"
    assert as_field(form["day"])["value"] == "2020-11-24"
    assert as_errors(form) == [{"message": "Titre : la case est vide. Remplissez-la.", "field": "id_title"}]


def test_each_error_of_a_summary_leads_to_its_field() -> None:
    html = page('{% component "error_summary" errors=form|as_errors %}', form=Amount({"axis": "1"}))
    assert 'href="#id_title"' in html
    assert 'role="alert"' in html


def test_the_numbers_of_a_table_stay_numbers_for_a_spreadsheet() -> None:
    cells = [attributes.get("data-value") for tag, attributes in Tags(drawn("table", 0)).found if tag == "td"]
    assert {"107920000", "17570000", "125490000", "250980000"} <= set(cells)


# ---------------------------------------------------------------- brand and tokens

BRAND = {"name": "pacte", "tagline": "", "logo_static_path": "", "accent": "#1d5f74", "accent_dark": "#1c242b"}


def test_a_list_is_folded_only_when_at_least_two_of_its_lines_would_be() -> None:
    given = {"id": "suite", "content": mark_safe("<ul></ul>"), "first": 4, "thing": "personne", "about": "à voir"}
    folded = render_component(get_component("fold"), given | {"count": 6})
    assert ('href="#suite"' in folded, "6\u00a0personnes" in folded) == (True, True)
    assert render_component(get_component("fold"), given | {"count": 5}).strip() == "<ul></ul>"


def test_a_day_of_a_table_bears_what_keeps_it_on_one_line() -> None:
    days = [tag for tag, attributes in Tags(drawn("table", 0)).found if "day" in str(attributes.get("class")).split()]
    assert (days.count("th"), days.count("td")) == (1, 4)


def test_a_readable_brand_lays_its_two_colours_over_the_tokens() -> None:
    css = brand_css(BRAND)
    assert "--accent: #1d5f74;" in css
    assert "--accent-dark: #1c242b;" in css


@pytest.mark.parametrize("colour_given", ["#4d8798", "#b4681c", "#ffcc00", "#ffffff"])
@pytest.mark.parametrize("key", ["accent", "accent_dark"])
def test_a_brand_colour_under_four_and_a_half_is_refused(key: str, colour_given: str) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        brand_css(BRAND | {key: colour_given})
    assert refusal.value.code == "brand_contrast"


@pytest.mark.parametrize("written", ["", "red", "#123", "#12345g", "#1d5f74; } body { display: none"])
def test_a_brand_colour_that_is_no_colour_is_refused(written: str) -> None:
    with pytest.raises(ConfigurationError) as refusal:
        brand_css(BRAND | {"accent": written})
    assert refusal.value.code == "brand_colour"


@pytest.mark.parametrize(
    "name", ["ink", "slate", "accent", "accent-dark", "good", "watch", "bad", *(f"axis-{rank}" for rank in range(1, 7))]
)
def test_each_token_of_text_reads_on_paper_and_on_white(name: str) -> None:
    assert contrast_ratio(TOKENS[name], PAPER) >= 4.5
    assert contrast_ratio(TOKENS[name], WHITE) >= 4.5


@pytest.mark.parametrize("name", ["good", "watch", "bad", "accent", *(f"axis-{rank}" for rank in range(1, 7))])
def test_each_colour_reads_on_its_own_tint(name: str) -> None:
    assert contrast_ratio(TOKENS[name], TOKENS[f"{name}-tint"]) >= 4.5


@pytest.mark.parametrize("name", ["line", "focus", "accent-edge"])
def test_each_edge_is_seen_on_paper(name: str) -> None:
    assert contrast_ratio(TOKENS[name], PAPER) >= 3


def test_the_values_of_a_map_read_on_their_step() -> None:
    assert min(contrast_ratio(TOKENS["ink"], TOKENS[f"map-{step}"]) for step in (1, 2, 3)) >= 4.5
    assert min(contrast_ratio(WHITE, TOKENS[f"map-{step}"]) for step in (4, 5)) >= 4.5


def test_paper_is_the_same_colour_in_the_code_and_in_the_style_sheet() -> None:
    assert (TOKENS["paper"], TOKENS["white"]) == (PAPER, WHITE)
    assert len({each.name for each in colour_tokens()}) == len(colour_tokens())


def test_no_style_sheet_names_a_colour_outside_of_the_tokens() -> None:
    sheets = [path for path in (WEB / "static/pacte/css").glob("*.css") if path.name not in ("tokens.css", "print.css")]
    found = {path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])", path.read_text()) for path in sheets}
    assert {name: found[name] for name in found if found[name]} == {}


def test_the_design_system_of_the_state_is_nowhere() -> None:
    files = [path for path in WEB.rglob("*") if path.suffix in (".html", ".toml", ".css", ".js", ".py", ".svg")]
    taken = re.compile(r"""(?i)marianne|dsfr|class="[^"]*\bfr-|\.fr-[a-z]""")
    assert [path.name for path in files if taken.search(path.read_text(encoding="utf-8"))] == []


def test_the_scripts_write_no_html_and_run_no_text() -> None:
    scripts = list((WEB / "static/pacte/js").glob("*.js"))
    assert scripts
    # The name of the vocabulary of SVG is an address that nothing opens.
    address = r"https?://(?!www\.w3\.org/2000/svg\")"
    risky = re.compile(rf"\beval\b|new Function|innerHTML|outerHTML|insertAdjacentHTML|document\.write|{address}")
    assert [path.name for path in scripts if risky.search(path.read_text())] == []


# ---------------------------------------------------------------- gallery, errors, French


def test_the_gallery_shows_every_component_and_every_token() -> None:
    html = gallery(RequestFactory().get("/composants/")).content.decode()
    assert [name for name in NAMES if f'id="{name}"' not in html] == []
    assert [each.name for each in colour_tokens() if each.value not in html] == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert [each for each in set(ids) if ids.count(each) > 1] == []


def test_each_anchor_and_description_of_the_gallery_exists() -> None:
    html = gallery(RequestFactory().get("/composants/")).content.decode()
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    named = {each for found in re.findall(r'aria-(?:describedby|labelledby)="([^"]+)"', html) for each in found.split()}
    assert named - ids == set()
    assert set(re.findall(r"url\(#([^)]+)\)", html)) - ids == set()
    assert set(re.findall(r'\sfor="([^"]+)"', html)) - ids == set()


def test_the_gallery_only_reads() -> None:
    assert gallery(RequestFactory().post("/composants/")).status_code == 405


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_page_comes_out_without_request_context_or_database(status: int) -> None:
    html = render_to_string(f"errors/{status}.html")
    assert f"Erreur {status}" in html
    assert '<html lang="fr">' in html
    assert "<h1>" in html


def test_an_error_page_says_what_happened_why_and_what_to_do() -> None:
    words = {"what": "L’action 18 a changé.", "why": "M. Diallo l’a modifiée.", "todo": "Relisez-la."}
    html = render_to_string("errors/409.html", words)
    assert all(sentence in html for sentence in words.values())


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("Où en est-on ?", "Où en est-on\u202f?"),
        ("« oui » : non", "«\u202foui\u202f»\u202f: non"),
        ("41,0 % de 1 234 567 €", "41,0\u202f% de 1\u202f234\u202f567\u202f€"),
        ("à 12:30 sur https://a.fr/?b", "à 12:30 sur https://a.fr/?b"),
        ("de 2018 2019", "de 2018 2019"),
        ("1er lot, 3e essai, XXIe siècle", "1<sup>er</sup> lot, 3<sup>e</sup> essai, XXI<sup>e</sup> siècle"),
        ("Vers un tableur, Ive", "Vers un tableur, Ive"),
        ("<i> & co", "&lt;i&gt; &amp; co"),
    ],
)
def test_spaces_and_ordinals_are_french_and_words_are_left_alone(given: str, written: str) -> None:
    assert typo(given) == written


def test_markup_that_is_safe_is_not_escaped_again() -> None:
    assert typo(mark_safe("<strong>41 %</strong>")) == "<strong>41\u202f%</strong>"


def test_an_identifier_in_an_attribute_is_no_ordinal() -> None:
    box = mark_safe('<input name="who" value="0cc48f47-bbf7-43e-958e-8ae0588db01c"> le 1er')
    assert typo(box) == '<input name="who" value="0cc48f47-bbf7-43e-958e-8ae0588db01c"> le 1<sup>er</sup>'


def test_newlines_become_paragraphs_and_lines() -> None:
    assert paragraphs("a\nb\n\n\nc & d") == "<p>a<br>b</p><p>c &amp; d</p>"
    assert paragraphs("") == ""


def test_a_doubt_is_marked_where_it_stands_in_the_source() -> None:
    assert highlighted("2-3,4 Analyser", ["2-3,4"]) == '<p><mark class="doubt">2-3,4</mark> Analyser</p>'
    assert highlighted("x", None) == "<p>x</p>"


def test_days_and_counts_are_written_as_the_french_do() -> None:
    assert ordinals("1ᵉʳ mars") == "1<sup>er</sup> mars"
    assert short_day(None) == ""
    assert plural(1, "jalon dépassé,jalons dépassés") == "1\u00a0jalon dépassé"
    assert plural(3, "jalon dépassé,jalons dépassés") == "3\u00a0jalons dépassés"
