"""Fills a form of the page by field name and submits it."""

from __future__ import annotations

from playwright.sync_api import Page


def send_form(page: Page, values: dict[str, str]) -> None:
    for name, value in values.items():
        page.fill(f"main [name={name}]", value)
    with page.expect_navigation():
        page.locator("main form[method=post] button[type=submit]").click()
