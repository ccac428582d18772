"""The font of the pages is a light subset of Inter, made once, with every sign that French pages draw."""

from __future__ import annotations

import stat
from pathlib import Path

from fontTools.ttLib import TTFont

from pacte.infra.web_font import ensure_web_font

MAX_BYTES = 90_000
FRENCH = "àâäçéèêëîïôöùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛŒÆ«»’“”… – — € ° n° ᵉ½×−≥≤→✓0123456789"


def test_the_font_is_light_varies_in_weight_and_size_and_holds_french(tmp_path: Path) -> None:
    path = ensure_web_font(tmp_path / "static")
    assert path == tmp_path / "static" / "pacte" / "fonts" / "inter.woff2"
    assert path.stat().st_size < MAX_BYTES
    drawn = {ord(sign) for sign in FRENCH if not sign.isspace()}
    with TTFont(path) as font:
        assert font.flavor == "woff2"
        assert {axis.axisTag for axis in font["fvar"].axes} == {"opsz", "wght"}
        assert drawn <= set(font.getBestCmap())


def test_it_is_made_once_and_anybody_may_read_it(tmp_path: Path) -> None:
    path = ensure_web_font(tmp_path / "static")
    before = path.stat().st_mtime_ns
    assert ensure_web_font(tmp_path / "static").stat().st_mtime_ns == before
    modes = {each: stat.S_IMODE(each.stat().st_mode) for each in (path, *path.parents) if tmp_path in each.parents}
    assert set(modes.values()) == {0o644, 0o755}


def test_another_source_makes_it_anew(tmp_path: Path) -> None:
    path = ensure_web_font(tmp_path / "static")
    path.with_suffix(".source").write_text("an older package", encoding="ascii")
    path.write_bytes(b"")
    assert ensure_web_font(tmp_path / "static").stat().st_size > 10_000
