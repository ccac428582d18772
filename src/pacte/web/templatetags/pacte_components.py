"""``{% component %}`` renders one component, ``{% wrap %}`` one with content.

    {% component "figure" value="72,1" unit="%" %}
    {% component "weather" from=weather_of_action as cell %}      a mapping gives the parameters, ``as`` stores the HTML
    {% wrap "section" title="Preuves" %} … {% endwrap %}          the content becomes the parameter ``content``

A component sees only its parameters. An unknown or missing parameter is an error when the template is compiled.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template import Context, TemplateSyntaxError
from django.template.base import FilterExpression, Node, NodeList, Parser, Token, token_kwargs
from django.template.loader import get_template
from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from pacte.web.components.registry import Component, ComponentError, get_component
from pacte.web.form_errors import form_errors, summary_sentence
from pacte.web.templatetags.pacte_format import typo

register = template.Library()
_CONTENT = "content"
_FROM = "from"


class ComponentNode(Node):
    def __init__(
        self, definition: Component, expressions: dict[str, FilterExpression], variable_name: str, body: NodeList | None
    ) -> None:
        self.definition = definition
        self.expressions = expressions
        self.variable_name = variable_name
        self.nodelist = body or NodeList()
        self.has_body = body is not None

    def render(self, context: Context) -> SafeString:
        parameters = {name: value.resolve(context) for name, value in self.expressions.items()}
        origin = parameters.pop(_FROM, None)
        if origin is not None:
            parameters = {**_as_mapping(self.definition, origin), **parameters}
        if self.has_body:
            parameters[_CONTENT] = self.nodelist.render(context)
        html = render_component(self.definition, parameters, context)
        if self.variable_name:
            context[self.variable_name] = html
            return mark_safe("")
        return html


def render_component(
    definition: Component, parameters: Mapping[str, Any], page_context: Context | None = None
) -> SafeString:
    """Renders ``definition``, which sees only ``parameters``. ``page_context`` gives the page's template engine."""
    definition.check(parameters)
    values = dict(parameters)
    if page_context is None or page_context.template is None:
        return SafeString(get_template(definition.template).render(values))
    return SafeString(page_context.template.engine.get_template(definition.template).render(page_context.new(values)))


@register.tag("component")
def read_component(parser: Parser, token: Token) -> ComponentNode:
    definition, expressions, variable_name = _parse_tag(parser, token)
    if _FROM not in expressions:
        _check_parameters(definition, expressions)
    return ComponentNode(definition, expressions, variable_name, None)


@register.tag("wrap")
def read_wrap(parser: Parser, token: Token) -> ComponentNode:
    definition, expressions, variable_name = _parse_tag(parser, token)
    if _FROM not in expressions:
        _check_parameters(definition, {**expressions, _CONTENT: None})
    body = parser.parse(("endwrap",))
    parser.delete_first_token()
    return ComponentNode(definition, expressions, variable_name, body)


@register.filter
def as_field(bound: BoundField) -> dict[str, Any]:
    """Parameters of the component ``field`` for a field of a Django form."""
    widget = bound.field.widget
    kind = getattr(widget, "input_type", "") or type(widget).__name__.lower()
    selected = _selected_values(bound)
    choices = [
        {"value": str(value), "label": str(label), "chosen": str(value) in selected}
        for value, label in getattr(widget, "choices", ())
    ]
    if choices and kind == "checkbox":
        kind = "checkboxes"
    is_typed = not choices and kind not in ("checkbox", "file")
    return {
        "name": bound.html_name,
        "id": _field_id(bound),
        "label": bound.label,
        "kind": kind,
        "value": (widget.format_value(bound.value()) or "") if is_typed else "",
        "help": bound.help_text,
        "error": " ".join(str(error) for error in bound.errors),
        "required": bound.field.required,
        "quiet": getattr(bound.field, "is_quiet", False),
        "choices": choices,
        "checked": kind == "checkbox" and bool(bound.value()),
        "autocomplete": widget.attrs.get("autocomplete", ""),
        "inputmode": widget.attrs.get("inputmode", ""),
    }


@register.filter
def as_options(choices: Iterable[Mapping[str, Any]]) -> SafeString:
    """The options of a select field, written at once: some lists hold all the milestones of a plan."""
    written = [
        f'<option value="{conditional_escape(each["value"])}"{" selected" if each.get("chosen") else ""}>'
        f"{conditional_escape(each['label'])}</option>"
        for each in choices or ()
    ]
    return mark_safe("".join(written))  # noqa: S308 - escaped just above


@register.filter
def as_errors(form: BaseForm) -> list[dict[str, str]]:
    """Errors of a Django form for the component ``error_summary``, each with the id of its field."""
    return [
        {"message": summary_sentence(str(bound.label), error), "field": _field_id(bound)}
        if bound
        else {"message": error, "field": ""}
        for bound, error in form_errors(form)
    ]


def _field_id(bound: BoundField) -> str:
    return bound.id_for_label or bound.auto_id or f"id_{bound.html_name}"


def _selected_values(bound: BoundField) -> set[str]:
    value = bound.value()
    several = value if isinstance(value, (list, tuple, set)) else [value]
    return {"" if each is None else str(each) for each in several}


def _parse_tag(parser: Parser, token: Token) -> tuple[Component, dict[str, FilterExpression], str]:
    tag, *bits = token.split_contents()
    variable_name = ""
    if len(bits) >= 2 and bits[-2] == "as":
        variable_name = bits[-1]
        bits = bits[:-2]
    if not bits or bits[0][0] not in "\"'" or bits[0][0] != bits[0][-1]:
        raise TemplateSyntaxError(f"{{% {tag} %}} takes the name of a component between quotes first")
    try:
        definition = get_component(bits[0][1:-1])
    except ComponentError as fault:
        raise TemplateSyntaxError(str(fault)) from fault
    rest = bits[1:]
    expressions = token_kwargs(rest, parser)
    if rest:
        raise TemplateSyntaxError(f"{{% {tag} {bits[0]} %}} takes name=value only, not {' '.join(rest)}")
    return definition, expressions, variable_name


def _check_parameters(definition: Component, parameters: Mapping[str, Any]) -> None:
    try:
        definition.check(parameters)
    except ComponentError as fault:
        raise TemplateSyntaxError(str(fault)) from fault


def _as_mapping(definition: Component, origin: object) -> Mapping[str, Any]:
    if not isinstance(origin, Mapping):
        raise ComponentError(f"component {definition.name!r}: from= takes a mapping, not {type(origin).__name__}")
    return origin


@register.filter
def at(values: Sequence[Any], index: int) -> Any:
    """The element of that rank, None past the end."""
    return values[index] if 0 <= index < len(values) else None


@register.filter
def paired_with(values: Iterable[Any], others: Iterable[Any] | None) -> list[tuple[Any, Any]]:
    """Pairs each value with the one of the same rank in ``others``, None past their end."""
    return list(zip(values or (), chain(others or (), repeat(None)), strict=False))


@register.filter
def as_cells(row: Iterable[Any], columns: Iterable[Mapping[str, Any]]) -> SafeString:
    """Cells of a row of the component ``table``, written at once: a page may have hundreds. The first is its header."""
    written = []
    for rank, (cell, column) in enumerate(paired_with(row, columns)):
        content = cell if isinstance(cell, Mapping) and cell.get("text") is not None else {"text": cell}
        label = f'td role="cell" data-label="{conditional_escape(column["label"])}"'
        written.append(_cell(label if rank else 'th role="rowheader" scope="row"', content, column))
    return mark_safe("".join(written))  # noqa: S308 - each piece is escaped by ``_cell``


def _cell(tag: str, content: Mapping[str, Any], column: Mapping[str, Any]) -> str:
    kind, value = column.get("kind"), content.get("value")
    text: str = typo(content["text"])
    if url := content.get("url"):
        text = f'<a href="{conditional_escape(url)}">{text}</a>'
    if note := content.get("note"):
        text += f'<span class="note cell-note">{typo(note)}</span>'
    attributes = f' class="{conditional_escape(kind)}"' if kind else ""
    if value:
        attributes += f' data-value="{conditional_escape(localize(value))}"'
    return f"<{tag}{attributes}>{text}</{tag[:2]}>"
