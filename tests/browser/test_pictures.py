"""A drawing is downloaded as SVG or PNG: colours without a style sheet, title, source, day; nothing without script."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import faults
from tests.browser.conftest import Site, quiet_context

SVG = "{http://www.w3.org/2000/svg}"
TERRITORIES = "/territoires/"


def file_of(page: Page, kind: str) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Image ({kind})").first.click()
    assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    return download.value.path()


def texts(drawing: ElementTree.Element) -> str:
    return " ".join(each.text or "" for each in drawing.iter(f"{SVG}text"))


def test_the_map_of_territories_is_downloaded_with_its_numbers_its_source_and_its_day(page: Page) -> None:
    page.goto(TERRITORIES)
    drawing = ElementTree.parse(file_of(page, "SVG")).getroot()
    assert drawing.findtext(f"{SVG}title") == page.locator("figure svg > title").first.text_content()
    written = texts(drawing)
    assert "Loiret" in written
    assert "Recherche de formations de ce site" in written
    assert "ictives" in written
    areas = [each for each in drawing.iter(f"{SVG}path") if each.get("fill", "").startswith("rgb")]
    assert len({each.get("fill") for each in areas}) > 1, "zones have the shades of the page"
    assert not [each for each in drawing.iter() if {"class", "style", "href"} & set(each.keys())]
    data = file_of(page, "PNG").read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert (width, height) == tuple(-(-float(drawing.get(side, "0")) * 2 // 1) for side in ("width", "height"))
    assert len(data) > 10_000, "something is drawn"
    assert faults(page) == []


@pytest.mark.parametrize("path", ["/chiffres/entries_by_session/", "/chiffres/publics/"])
def test_curves_and_bars_are_downloaded_too(log_in: Callable[[str], Page], path: str) -> None:
    page = log_in("pilote@pacte.example")
    page.goto(path)
    drawing = ElementTree.parse(file_of(page, "SVG")).getroot()
    assert "24 novembre 2020" in texts(drawing)
    assert file_of(page, "PNG").read_bytes().startswith(b"\x89PNG")


def test_without_script_no_button_is_shown(browser: Browser, site: Site) -> None:
    with quiet_context(browser, site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(TERRITORIES)
        expect(page.locator("figure[data-picture]")).to_have_count(1)
        expect(page.get_by_role("button", name="Image")).to_have_count(0)
