"""Keyboard-only actions: elements are found by role and name, and focus is checked at each step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page

_FARTHEST = 160
# State of the focused element: whether there is one, visible, and drawn as focused.
_FOCUS = """() => {
  const there = document.activeElement;
  if (!there || there === document.body) return {somewhere: false};
  const box = there.getBoundingClientRect();
  const drawn = getComputedStyle(there);
  return {
    somewhere: true,
    what: `${there.tagName} ${(there.getAttribute("aria-label") || there.innerText || there.name || "").slice(0, 60)}`,
    seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth,
    ringed: drawn.outlineStyle !== "none" && parseFloat(drawn.outlineWidth) >= 2,
  };
}"""


@dataclass(frozen=True)
class Hands:
    page: Page

    def reach(self, role: str, name: str, *, exact: bool = False) -> Locator:
        """Presses Tab until the element has the focus. On the way, focus is never lost nor hidden, and always drawn."""
        return self._tab_to(self.page.get_by_role(role, name=name, exact=exact).first, f"{name} » ({role})")  # type: ignore[arg-type]

    def reach_in(self, place: Locator, role: str, name: str) -> Locator:
        """The same among elements with the same name: the one in ``place``."""
        return self._tab_to(place.get_by_role(role, name=name).first, f"{name} » ({role})")  # type: ignore[arg-type]

    def write_day(self, label: str, day: date) -> None:
        """Reaches a date field, and types its parts in the order of the browser.

        That order depends on the language of the browser, not of the page: the other order is tried too.
        """
        field = self._tab_to(self.page.get_by_label(label).first, label)
        for order in ("%d%m%Y", "%m%d%Y"):
            self.page.keyboard.type(day.strftime(order))
            if field.input_value() == day.isoformat():
                return
            self.press("ArrowLeft", "ArrowLeft")
        raise AssertionError(f"« {label} » holds {field.input_value()}, not {day}")

    def reach_text(self, words: str) -> Locator:
        """The same for the summary of a menu, which has no role of its own."""
        return self._tab_to(self.page.locator("summary", has_text=words).first, words)

    def _tab_to(self, wanted: Locator, said: str) -> Locator:
        wanted.wait_for()
        if self._has_focus(wanted):
            return wanted
        for _ in range(_FARTHEST):
            self.page.keyboard.press("Tab")
            self.check()
            if self._has_focus(wanted):
                return wanted
        raise AssertionError(f"« {said} is not reached by the keyboard")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def follow(self, role: str, name: str, *, key: str = "Enter", exact: bool = False) -> None:
        """Reaches a link or a button, and uses it to go to another page."""
        self.reach(role, name, exact=exact)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def write(self, name: str, text: str, *, role: str = "textbox") -> None:
        """Reaches a field, and replaces its content."""
        self.reach(role, name)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def check(self) -> None:
        focus = self.page.evaluate(_FOCUS)
        assert focus["somewhere"], "the focus is lost"
        assert focus["seen"], f"the focus is out of sight: {focus['what']}"
        assert focus["ringed"], f"the focus is not drawn: {focus['what']}"

    def _has_focus(self, wanted: Locator) -> bool:
        return bool(wanted.evaluate("thing => thing === document.activeElement"))
