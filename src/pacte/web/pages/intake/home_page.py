"""« Quels fichiers déposer ? »: the kinds that the reader may send, and what they sent."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from pacte.intake.catalog import file_kinds
from pacte.intake.file_kind import FileKind
from pacte.intake.permissions import followed_hosts
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.kernel.french import pluralise
from pacte.web.page import Page
from pacte.web.pages.intake.kind_pages import file_table, latest_files
from pacte.web.tables import Column, Table, cell


@Page.view(template_name="intake/home.html", nav="files", crumb="Fichiers")
def home(page: Page) -> dict[str, Any]:
    """Raises ``NotFound`` for those who send and read no file."""
    readable = [kind for kind in file_kinds().values() if kind.senders(page.actor) or kind.reader_hosts(page.actor)]
    if not readable:
        raise NotFound
    files = latest_files(page, readable)
    waiting = sum(getattr(each, "waiting_count", 0) for each in files)
    answer = f"{pluralise(waiting, 'ligne refusée attend', 'lignes refusées attendent')} une correction."
    return {
        "title": "Quels fichiers déposer ?",
        "answer": answer if waiting else "Aucune ligne refusée n’attend.",
        "expected_url": reverse("intake:expected") if followed_hosts(page.actor) else "",
        "kinds": _kind_table(page.actor, [each for each in readable if not each.url_options]),
        "files": file_table(files, caption="Fichiers déposés", empty="Aucun fichier n’a encore été déposé."),
    }


def _kind_table(actor: Actor, kinds: list[FileKind]) -> Table[FileKind]:
    """What the person sends comes first; the files that others send and the person reads come after."""
    return Table(
        sorted(kinds, key=lambda each: not each.senders(actor)),
        Column("Fichier", lambda each: cell(each.words.label, url=reverse("intake:drop", args=[each.code]))),
        Column("À quoi il sert", lambda each: each.words.intro),
        Column("Vous pouvez", lambda each: "déposer" if each.senders(actor) else "lire ceux des autres"),
        Column("Formats", lambda each: ", ".join(each.extensions)),
        id="sortes-table",
        caption="Fichiers que vous pouvez déposer ou lire",
        empty="Vous lisez ces fichiers ; d’autres les déposent.",
    )
