"""Files that wait in the demonstration, by the names of the access files."""

from __future__ import annotations

import io
import re

from playwright.sync_api import BrowserContext

from bench.invented.lheo_catalogue import write_sample_catalogue


def files_in(buyer: BrowserContext, provider: BrowserContext) -> dict[str, str | int]:
    """A catalogue that the buyer checked, and the places that the provider did."""
    catalogue = io.BytesIO()
    write_sample_catalogue(catalogue, trainings=1, seed=1)
    workbook = provider.request.get("/sessions/places.xlsx").body()
    return {
        "our catalogue file": _checked(buyer, "lheo", "catalogue.xml", catalogue.getvalue()),
        "our provider's places": _checked(provider, "places", "places.xlsx", workbook),
    }


def _checked(context: BrowserContext, kind: str, file_name: str, data: bytes) -> int:
    page = context.new_page()
    page.goto(f"/fichiers/{kind}/")
    content = {"name": file_name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator("input[type=file]").set_input_files(content)
    page.get_by_role("button", name="Vérifier sans rien écrire").click()
    page.wait_for_url(re.compile(rf"/fichiers/{kind}/\d+/"))
    number = int(page.url.strip("/").rpartition("/")[2])
    page.close()
    return number
