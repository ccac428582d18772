"""The font of the pages: a subset of Inter as woff2, made from its package when an installation starts.

Inter is under the SIL Open Font License 1.1; its package is installed, and no font is kept in the source.
"""

from __future__ import annotations

import os
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from fontTools import subset

# From the folder of the font to it, as the style sheets name it.
FONT_PATH = Path("pacte", "fonts", "inter.woff2")
_SOURCE = "Inter[opsz,wght].ttf"
# Latin with all French signs, then the arrows, shapes and signs that pages draw as text.
_CHARACTERS = (
    *range(0x20, 0x7F), *range(0xA0, 0x180), 0x1D49, 0x2009, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D,
    0x2022, 0x2026, 0x202F, 0x2032, 0x2033, 0x20AC, 0x2190, 0x2191, 0x2192, 0x2193, 0x2212, 0x2248, 0x2264, 0x2265,
    0x25B2, 0x25BC, 0x25C6, 0x25C7, 0x25CB, 0x25CF, 0x2713, 0x2715,
)  # fmt: skip
_FEATURES = ["calt", "case", "ccmp", "kern", "liga", "locl", "mark", "mkmk", "ordn", "sups", "tnum"]


def ensure_web_font(folder: Path) -> Path:
    """Make the font under ``folder`` unless the same one is there; return its path. Anybody may read it."""
    source = files("fontpkg_inter").joinpath("files", _SOURCE)
    data = source.read_bytes()
    target = folder / FONT_PATH
    stamp = target.with_suffix(".source")
    made_from = sha256(data + repr((_CHARACTERS, _FEATURES)).encode()).hexdigest()
    if target.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == made_from:
        return target
    for each in (folder, *(folder / part for part in reversed(FONT_PATH.parents[:-1]))):
        each.mkdir(exist_ok=True)
        each.chmod(0o755)
    _write_subset(str(source), target)
    _publish(stamp, made_from.encode())
    return target


def _write_subset(source: str, target: Path) -> None:
    options = subset.Options()
    options.flavor, options.hinting, options.layout_features = "woff2", False, _FEATURES
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=_CHARACTERS)
    partial = target.with_suffix(f".{os.getpid()}")
    with subset.load_font(source, options) as font:
        subsetter.subset(font)
        subset.save_font(font, str(partial), options)
    partial.chmod(0o644)
    partial.replace(target)


def _publish(path: Path, data: bytes) -> None:
    partial = path.with_suffix(f".{os.getpid()}")
    partial.write_bytes(data)
    partial.chmod(0o644)
    partial.replace(path)
