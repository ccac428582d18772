"""Filters that format numbers, days, money and text in French. They change spaces, never words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeData, SafeString, mark_safe

from pacte.kernel import french
from pacte.kernel import money as kernel_money
from pacte.kernel.clock import PARIS
from pacte.kernel.user_input import dial_number

register = template.Library()

_BEFORE = re.compile(r"[ \u00a0]+([;:?!%€»])")
_AFTER = re.compile(r"«[ \u00a0]+")
_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0](?=\d{3}(?!\d))")
_ORDINAL = re.compile(r"\b(?:(\d{1,3})(ers|ère|er|ème|es|e)|(I)(er|re)|([IVX]{2,5})(e))\b")
_MAX_CACHED_LENGTH = 300  # Characters, under which a formatted text is cached.
_TAG = re.compile(r"(<[^<>]*>)")
_ORDINAL_SIGN = re.compile(r"(\d)ᵉʳ")


@register.filter
def number(value: Decimal | float | str | None, places: int = 0) -> str:
    """« 17 612 »; "" when there is no number."""
    amount = _decimal(value)
    return "" if amount is None else french.format_number(amount, places)


@register.filter
def day(value: date | datetime | None) -> SafeString:
    """« 1er mars 2021 » with its superscript, never broken at the end of a line."""
    return ordinals(french.format_day(_day(value))) if value else mark_safe("")


@register.filter
def short_day(value: date | datetime | None) -> SafeString:
    """« 24 nov. 2020 »."""
    if not value:
        return mark_safe("")
    on = _day(value)
    first = "1er" if on.day == 1 else str(on.day)
    return ordinals(f"{first}\u00a0{french.SHORT_MONTHS[on.month - 1]}\u00a0{on.year}")


@register.filter
def numeric_day(value: date | datetime | None) -> str:
    """« 24/11/2020 »: for columns and captions."""
    return f"{_day(value):%d/%m/%Y}" if value else ""


@register.filter
def hour(value: datetime | None) -> str:
    """« 9 h 05 », in Paris."""
    if not value:
        return ""
    there = value.astimezone(PARIS) if value.tzinfo else value
    return f"{there.hour}\u00a0h\u00a0{there.minute:02d}"


@register.filter
def euros(cents: int | None) -> str:
    """« 1 234 567 € » from cents."""
    return "" if cents is None else kernel_money.format_euros(int(cents))


@register.filter
def millions(cents: int | None, places: int = 2) -> str:
    """« 125,49 M€ » from cents."""
    return "" if cents is None else kernel_money.format_millions(int(cents), places)


@register.filter
def plural(count: int | None, words: str) -> str:
    """« 2 actions » from 2 and "action", « 3 jalons dépassés » from 3 and "jalon dépassé,jalons dépassés"."""
    singular, _, many = words.partition(",")
    return french.pluralise(int(count or 0), singular, many or None)


@register.filter
def typo(text: object) -> SafeString:
    """Narrow no-break spaces as in French typography, superscript ordinals. Markup that is already safe stays."""
    escaped = _escaped(text)
    return _typo(escaped) if len(escaped) < _MAX_CACHED_LENGTH else _typo.__wrapped__(escaped)


@lru_cache(maxsize=8192)
def _typo(escaped: str) -> SafeString:
    return mark_safe(_outside_tags(_set_text, escaped))  # noqa: S308 - the caller has escaped it


def _set_text(text: str) -> str:
    return _set_ordinals(with_narrow_spaces(text))


@register.filter
def ordinals(text: object) -> SafeString:
    """« 1er », « 2e » with superscript letters."""
    return mark_safe(_outside_tags(_set_ordinals, _escaped(text)))  # noqa: S308 - escaped just above


def _set_ordinals(text: str) -> str:
    return _ORDINAL.sub(_superscript, _ORDINAL_SIGN.sub(r"\1er", text))


def _outside_tags(change: Callable[[str], str], markup: str) -> str:
    """Changes the text of safe markup only: an attribute may hold an identifier that looks like an ordinal."""
    if "<" not in markup:
        return change(markup)
    return "".join(part if part.startswith("<") else change(part) for part in _TAG.split(markup))


@register.filter
def paragraphs(text: object) -> SafeString:
    """A blank line starts a paragraph, a newline is a line break."""
    escaped = _escaped(text).strip()
    blocks = [block for block in re.split(r"\n\s*\n", escaped) if block.strip()]
    lines = [[typo(mark_safe(line)) for line in block.split("\n") if line.strip()] for block in blocks]  # noqa: S308
    return format_html_join("", "<p>{}</p>", ((mark_safe("<br>".join(block)),) for block in lines))  # noqa: S308


@register.filter
def highlighted(text: object, doubts: Iterable[str] | None) -> SafeString:
    """The text of a source with its line breaks, the first occurrence of each of ``doubts`` marked."""
    escaped = _escaped(text)
    for doubt in doubts or ():
        doubt_text = _escaped(doubt)
        if doubt_text:
            escaped = escaped.replace(doubt_text, f'<mark class="doubt">{doubt_text}</mark>', 1)
    return paragraphs(mark_safe(escaped))  # noqa: S308 - escaped above


def with_narrow_spaces(text: str) -> str:
    """Narrow no-break spaces before « ; : ? ! % € » and inside guillemets and numbers, where a space already is."""
    narrow = french.NARROW_SPACE
    text = _BEFORE.sub(rf"{narrow}\1", text)
    text = _AFTER.sub(f"«{narrow}", text)
    return _THOUSANDS.sub(narrow, text)


def _escaped(text: object) -> str:
    if text is None:
        return ""
    return str(text) if isinstance(text, SafeData) else str(escape(str(text)))


def _superscript(match: re.Match[str]) -> str:
    rank, letters = (part for part in match.groups() if part is not None)
    return f"{rank}<sup>{letters}</sup>"


def _decimal(value: Decimal | float | str | None) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (value.astimezone(PARIS) if value.tzinfo else value).date()
    return value


@register.filter
def dial(phone: str) -> str:
    """Target of a « tel: » link."""
    return dial_number(phone)
