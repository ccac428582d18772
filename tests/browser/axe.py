"""Accessibility violations that the axe engine finds on a page, and pages wider than the screen."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# The tags are listed because the rule on target size is off by default.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Kinds of elements that hold text, with the kinds that hold them: their colours come from their classes.
_FIND_KINDS = """() => {
  const kind = each => `${each.localName}.${each.getAttribute("class") ?? ""}${each.disabled ? "!" : ""}`;
  window.textKinds = new Map();
  for (const each of document.body.querySelectorAll("*")) {
    if (![...each.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
    const path = [];
    for (let at = each; at && at !== document.body && path.length < 4; at = at.parentElement) path.push(kind(at));
    const name = path.join(" < ") + (each.getAttribute("style") ?? "");
    if (!textKinds.has(name)) textKinds.set(name, []);
    textKinds.get(name).push(each);
  }
  return [...textKinds.keys()];
}"""
_RUN = """async ([tags, kinds]) => {
  const marked = kinds.flatMap(name => textKinds.get(name));
  for (const each of marked) each.dataset.contrast = "";
  axe.configure({rules: [{id: "color-contrast", selector: "[data-contrast]"}]});
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  for (const each of marked) delete each.dataset.contrast;
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`));
}"""
_TOO_WIDE = """() => {
  const root = document.scrollingElement;
  return root.scrollWidth > innerWidth ? `the page is ${root.scrollWidth} wide on a screen of ${innerWidth}` : "";
}"""
# Contrast is three quarters of the work of the engine: each kind of element is judged on the first page that shows it,
# by width.
_judged: dict[int, set[str]] = defaultdict(set)


def faults(page: Page) -> list[str]:
    """Violations on the page as it is now, and its width if it scrolls sideways."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    judged, kinds = _judged[(page.viewport_size or {"width": 0})["width"]], set(page.evaluate(_FIND_KINDS))
    violations: list[Any] = page.evaluate(_RUN, [TAGS, sorted(kinds - judged)])
    if not violations:
        judged |= kinds
    return [*map(str, violations), *too_wide(page)]


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate(_TOO_WIDE)
    return [wide] if wide else []
