"""What the axe engine and a narrow screen find wrong with a page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# Tags are set one by one: the size of targets is off by default.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """async tags => {
  const found = await axe.run(document, {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]});
  return found.violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 200)}`));
}"""
_TOO_WIDE = """() => {
  const root = document.scrollingElement;
  return root.scrollWidth > innerWidth ? `the page is ${root.scrollWidth} wide on a screen of ${innerWidth}` : "";
}"""


def faults(page: Page) -> list[str]:
    """Violations of the page as it stands, and its width when it scrolls sideways."""
    page.evaluate(f"if (!window.axe) {{ {AXE_SCRIPT} }}")
    violations: list[Any] = page.evaluate(_RUN, TAGS)
    return [*map(str, violations), *too_wide(page)]


def too_wide(page: Page) -> list[str]:
    wide = page.evaluate(_TOO_WIDE)
    return [wide] if wide else []
