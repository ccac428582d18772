"""Pages of the guide: files of ``docs/guide`` as HTML, whose links lead to the pages and pictures of the site.

The files are ours: their HTML is trusted. A link that leaves the guide keeps its words, without an address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown import Markdown

from pacte.infra.instance import PROJECT_ROOT

GUIDE_FOLDER = PROJECT_ROOT / "docs" / "guide"
INDEX = "index"
_TITLE = re.compile(r"\A# (.+)\n")
_HEADING = re.compile(r"^##+ (.+)$", re.MULTILINE)
_PAGE_LINK = re.compile(r"\]\(([a-z0-9-]+)\.md(#[^)]*)?\)")
_PICTURE_LINK = re.compile(r"\]\(images/([a-z0-9-]+)\.png\)")
_OUTSIDE_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(\.\.[^)]*\)")


@dataclass(frozen=True, slots=True)
class GuideText:
    """``headings`` of all levels, as the page shows them."""

    title: str
    html: SafeString
    headings: tuple[str, ...] = ()


def guide_slugs() -> frozenset[str]:
    return frozenset(path.stem for path in GUIDE_FOLDER.glob("*.md"))


def picture_path(name: str) -> Path | None:
    path = GUIDE_FOLDER / "images" / f"{name}.png"
    return path if path.is_file() else None


def guide_text(slug: str) -> GuideText | None:
    """None when the guide has no such page."""
    path = GUIDE_FOLDER / f"{slug}.md"
    return _read(path, path.stat().st_mtime_ns) if slug in guide_slugs() else None


@lru_cache(maxsize=64)
def _read(path: Path, changed: int) -> GuideText:
    """``changed``: time of the file, so that an edited page is read again."""
    text = path.read_text(encoding="utf-8")
    title = _TITLE.match(text)
    text = _TITLE.sub("", text)
    text = _OUTSIDE_LINK.sub(r"\1", text)
    text = _PICTURE_LINK.sub(lambda link: f"]({reverse('guide:picture', args=[link[1]])})", text)
    text = _PAGE_LINK.sub(lambda link: f"]({_address(link[1])}{link[2] or ''})", text)
    html = Markdown(extensions=["tables", "fenced_code", "sane_lists", "toc"]).convert(text)
    headings = tuple(_HEADING.findall(text))
    return GuideText(title[1] if title else path.stem, mark_safe(html), headings)  # noqa: S308 — files of this program


def _address(slug: str) -> str:
    return reverse("guide:index") if slug == INDEX else reverse("guide:page", args=[slug])
