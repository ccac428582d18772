"""Repairs a csv file that mixes two encodings line by line, and reports the lines concerned."""

from __future__ import annotations

_BINARY_SIGNATURES = (b"\xff\xfe", b"\xfe\xff", b"PK\x03\x04")


def repair_mixed_encoding(data: bytes) -> tuple[bytes, tuple[int, ...]]:
    """The text in UTF-8, and the numbers of the cp1252 lines found among UTF-8 ones.

    A file in a single encoding is returned unchanged: its reader detects the encoding.
    """
    if data.startswith(_BINARY_SIGNATURES) or b"\x00" in data[:4096]:
        return data, ()
    lines = data.split(b"\n")
    cp1252_ranks = [rank for rank, line in enumerate(lines) if not _is_utf8(line)]
    accented = sum(not line.isascii() for line in lines)
    if not cp1252_ranks or len(cp1252_ranks) == accented:
        return data, ()
    text_by_rank = {rank: _decode_cp1252(lines[rank]) for rank in cp1252_ranks}
    if any(text is None for text in text_by_rank.values()):
        return data, ()
    for rank, text in text_by_rank.items():
        lines[rank] = (text or "").encode()
    return b"\n".join(lines), tuple(rank + 1 for rank in cp1252_ranks)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_cp1252(line: bytes) -> str | None:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return None
