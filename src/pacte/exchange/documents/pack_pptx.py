"""Committee pack as slides for the meeting room: summary, agenda, review, money, decisions, one slide per action that
matters. The full content is in the PDF and the workbook, with the same figures and references.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from pacte.exchange.documents.slide_action import fill_action_slide
from pacte.exchange.documents.slide_shapes import (
    BOTTOM,
    HEIGHT,
    MARGIN,
    SLATE,
    SMALL,
    TOP,
    WIDTH,
    Box,
    SlideTable,
    TextRun,
    add_fitted_text,
    add_notice_band,
    add_table,
    add_text_box,
    add_title,
    split_table,
)
from pacte.exchange.documents.slide_tables import (
    added_slide_table,
    agenda_slide_table,
    decision_request_slide_table,
    followed_decision_slide_table,
    money_slide_table,
    review_slide_table,
    weather_slide_table,
)
from pacte.exchange.documents.slide_text_fit import text_height
from pacte.kernel.french import format_day
from pacte.steering.records.pack import Pack

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLE_ONLY = 5
_EPOCH = (1980, 1, 1, 0, 0, 0)
_SYNTHETIC_NOTICE = "Données fictives · inventées pour la démonstration : à ne pas citer"
_CONTENT_HEIGHT = BOTTOM - TOP


def write_pack_pptx(pack: Pack) -> bytes:
    """The slides. The same pack gives the same bytes."""
    deck = _empty_presentation(pack)
    _add_cover(deck, pack)
    _add_summary(deck, pack)
    for heading, grid, name, note in _table_slides(pack):
        note_height = text_height(note, WIDTH - 2 * MARGIN, SMALL)
        parts = split_table(grid, _CONTENT_HEIGHT - (note_height + 10 if note else 0))
        for index, part in enumerate(parts, start=1):
            slide = _add_slide(deck, pack, heading + (f" ({index}/{len(parts)})" if len(parts) > 1 else ""))
            foot = add_table(slide, part, TOP + 4, name)
            if note and index == len(parts):
                add_fitted_text(
                    slide, Box(MARGIN, foot + 6, WIDTH - 2 * MARGIN, note_height + 1), note, SMALL, colour=SLATE
                )
    for action in pack.matters:
        slide = _add_slide(deck, pack, "", titled=False)
        fill_action_slide(slide, pack, action)
    return _reproducible_bytes(deck)


def _table_slides(pack: Pack) -> Iterator[tuple[str, SlideTable, str, str]]:
    """Slides made of a table, without the empty ones: heading, table, table name, note."""
    if pack.agenda:
        yield "Que voyons-nous aujourd’hui ?", agenda_slide_table(pack), "Ordre du jour", ""
    yield "Quel temps fait-il sur les actions ?", weather_slide_table(pack), "Météo", ""
    if pack.matters:
        yield "Quelles actions demandent votre attention ?", review_slide_table(pack), "Revue", ""
    if pack.added.lines:
        yield "Qu’ajoute le pacte ?", added_slide_table(pack), "Ce que le pacte ajoute", " ".join(pack.added.notes)
    if pack.money.lines:
        yield "Où en est l’argent ?", money_slide_table(pack), "Argent", " ".join(pack.money.notes)
    if pack.asks:
        yield "Que devez-vous décider ?", decision_request_slide_table(pack), "Décisions à prendre", ""
    if pack.fates:
        yield (
            "Que sont devenues les dernières décisions ?",
            followed_decision_slide_table(pack),
            "Décisions suivies",
            "",
        )


def _add_cover(deck: Any, pack: Pack) -> None:
    slide = _add_slide(deck, pack, pack.title, foot=False)
    when = " · ".join(part for part in (format_day(pack.held_on), pack.hour, pack.place) if part)
    add_fitted_text(slide, Box(MARGIN, 116, WIDTH - 2 * MARGIN, 30), when, 20)
    add_fitted_text(slide, Box(MARGIN, 158, WIDTH - 2 * MARGIN, 60), pack.plan_title, 18, colour=SLATE)
    about = (
        f"{pack.version} · {pack.round_said} · dossier, édition {pack.edition}, chiffres vus au "
        f"{format_day(pack.as_of)}"
    )
    add_fitted_text(slide, Box(MARGIN, 440, WIDTH - 2 * MARGIN, 56), about, 13, colour=SLATE)


def _add_summary(deck: Any, pack: Pack) -> None:
    slide = _add_slide(deck, pack, "Où en est-on ?")
    add_fitted_text(slide, Box(MARGIN, TOP + 6, WIDTH - 2 * MARGIN, 74), pack.sentence, 20)
    wide, tall = (WIDTH - 2 * MARGIN) / 3, 96.0
    for rank, figure in enumerate(pack.summary[:9]):
        left, top = MARGIN + wide * (rank % 3), TOP + 96 + tall * (rank // 3)
        value = [TextRun(figure.text, 30, bold=True), TextRun(figure.ref, SMALL, colour=SLATE)]
        add_text_box(slide, Box(left, top, wide - 16, 40), [value])
        add_fitted_text(slide, Box(left, top + 42, wide - 16, 36), figure.label, 14, colour=SLATE)


def _add_slide(deck: Any, pack: Pack, heading: str, *, foot: bool = True, titled: bool = True) -> Any:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    if pack.synthetic:
        add_notice_band(slide, _SYNTHETIC_NOTICE)
    if titled:
        add_title(slide, heading)
    if foot:
        number = len(deck.slides)
        add_fitted_text(
            slide, Box(MARGIN, 512, WIDTH - 2 * MARGIN - 60, 16),
            f"{pack.title} · édition {pack.edition}, vue au {format_day(pack.as_of)}", SMALL, colour=SLATE,
        )  # fmt: skip
        add_text_box(slide, Box(WIDTH - MARGIN - 50, 512, 50, 16), [[TextRun(str(number), SMALL, colour=SLATE)]])
    return slide


def _empty_presentation(pack: Pack) -> Any:
    """An empty 16:9 deck with the only layout we use, without the content of the library's sample file."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    title_layout = deck.slide_layouts[_TITLE_ONLY]
    for layout in list(deck.slide_layouts):
        if layout is not title_layout:
            deck.slide_layouts.remove(layout)
    for holder in (*deck.slide_master.placeholders, *title_layout.placeholders):
        holder.left, holder.width = int(holder.left * 4 / 3), int(holder.width * 4 / 3)
    package = deck.part.package
    for key, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            package._rels.pop(key)
    created_at = datetime.combine(pack.as_of, time())
    core = deck.core_properties
    core.title, core.subject, core.author = f"{pack.title} · dossier", pack.plan_title, ""
    core.comments, core.language = "Données fictives" if pack.synthetic else "", "fr-FR"
    core.created = core.modified = created_at
    core.last_modified_by, core.revision, core.keywords = "", 1, "pacte"
    return deck


def _reproducible_bytes(deck: Any) -> bytes:
    """Rewrites the archive with fixed timestamps: the library writes the current time."""
    first, last = io.BytesIO(), io.BytesIO()
    deck.save(first)
    with zipfile.ZipFile(first) as source, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return last.getvalue()
