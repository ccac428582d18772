"""Takes a screenshot of one part of a page for the user guide."""

from __future__ import annotations

from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page

MARGIN = 16
COLOURS = 128
# Hides what comes before the first piece; the banner « Données fictives » stays above it.
_HIDE_BEFORE = """start => {
  for (const each of document.querySelectorAll(".mast, main *")) {
    const before = start.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING;
    if (before && !each.contains(start)) each.style.display = "none";
  }
  start.style.marginTop = 0;
}"""
_READY = "async () => { await document.fonts.ready; document.activeElement?.blur(); }"


def take(page: Page, path: Path, *, end: Locator, start: Locator | None = None, margin: int = MARGIN) -> None:
    """Picture as wide as the page: from its top, or from the banner then ``start``, down to the bottom of ``end``.

    ``margin`` is the space left below: zero when a table row ends the picture.
    """
    page.mouse.move(0, 0)
    page.evaluate(_READY)
    if start:
        start.evaluate(_HIDE_BEFORE)
    box = end.bounding_box()
    assert box, f"nothing to show in {path.name}"
    width = page.viewport_size["width"] if page.viewport_size else 1280
    height = round(page.evaluate("scrollY") + box["y"] + box["height"] + margin)
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(
        path=path, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height}, animations="disabled"
    )
    _lighten(path)


def _lighten(path: Path) -> None:
    """A page has few colours: a palette halves the file without visible loss."""
    with Image.open(path) as taken:
        taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
