"""HTML of a page as a browser shows it, whatever the layout of its template."""

from __future__ import annotations

import re
from html import unescape

_SPACE = re.compile(r"[ \t\r\n\f]+")
_AROUND_BLOCK = re.compile(
    r" ?(</?(?:article|aside|body|br|caption|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|h\d|head"
    r"|header|html|legend|li|link|main|meta|nav|ol|option|p|section|select|summary|table|tbody|td|tfoot|th|thead"
    r"|title|tr|ul)\b[^>]*>) ?"
)
_IN_BUTTON = re.compile(r"(<button\b[^>]*>) | (</button>)")


def shown(html: str) -> str:
    """``html`` with single spaces, and none where a browser shows none: around block tags, at the edges of buttons."""
    single = _SPACE.sub(" ", html).replace(" >", ">")
    return _IN_BUTTON.sub(r"\1\2", _AROUND_BLOCK.sub(r"\1", single))


def hidden_value(html: str, name: str) -> str:
    """Value of the hidden field of that name, of which the page has one."""
    (value,) = re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', html)
    return unescape(value)
