"""Valid files altered at random, the same ones for the same seed: (name, bytes)."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from pacte.exchange.formats.plan_xlsx import FORMAT as XLSX
from pacte.exchange.formats.plan_yaml import FORMAT as YAML
from tests.exchange.opendocument_files import opendocument
from tests.exchange.tables import SMALL_PLAN, delimited, small_plan, workbook

Mutation = Callable[[random.Random, bytes], bytes]


def _flip(dice: random.Random, data: bytes) -> bytes:
    found = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        found[dice.randrange(len(found))] ^= 1 << dice.randrange(8)
    return bytes(found)


def _cut(dice: random.Random, data: bytes) -> bytes:
    return data[: dice.randrange(len(data))]


def _drop(dice: random.Random, data: bytes) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randint(1, 200) :]


def _repeat(dice: random.Random, data: bytes) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start : start + dice.randint(1, 300)] * dice.randint(2, 5) + data[start:]


def _insert(dice: random.Random, data: bytes) -> bytes:
    pieces = (
        b"\x00",
        b'"',
        b"'",
        b"\r",
        b"\n",
        b";",
        b",",
        b"\t",
        b"\xff\xfe",
        b"\xc3",
        b"{",
        b"}",
        b"[",
        b"&a",
        b"*a",
        b"!!",
        b"- ",
        b": ",
        b"<!DOCTYPE a>",
        b"]]>",
        b"=1+1",
        b"\xe2\x80\xae",
        b"%",
        b"#",
    )
    place = dice.randrange(len(data))
    return data[:place] + dice.choice(pieces) * dice.randint(1, 3) + data[place:]


def _shuffle_lines(dice: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    one, other = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _indent(dice: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    place = dice.randrange(len(lines))
    lines[place] = dice.choice((b" ", b"\t", b"   ")) + lines[place]
    return b"\n".join(lines)


def _inside(dice: random.Random, data: bytes) -> bytes:
    """Changes the text of one part of a workbook, and packs it again."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([each for each in members if each.endswith((".xml", ".rels"))])
    members[name] = dice.choice((_change_xml, _flip, _drop, _insert, _cut))(dice, members[name])
    if dice.random() < 0.2:
        del members[dice.choice(sorted(members))]
    return _packed(members)


def _change_xml(dice: random.Random, data: bytes) -> bytes:
    text = data.decode()
    found = list(re.finditer(r'="([^"]*)"|>([^<]+)<', text))
    if not found:
        return data
    spot = dice.choice(found)
    group = 1 if spot[1] is not None else 2
    value = dice.choice(
        ("", "-1", "A0", "ZZZ99999", "1e999", "99999999999", "NaN", "é", "../../x", "s", "str", "b", "e", "d")
    )
    return (text[: spot.start(group)] + value + text[spot.end(group) :]).encode()


def _packed(members: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


_BYTES: tuple[Mutation, ...] = (_flip, _cut, _drop, _repeat, _insert)
_LINES: tuple[Mutation, ...] = (*_BYTES, _insert, _insert, _shuffle_lines, _indent)


def seeds() -> dict[str, tuple[bytes, tuple[Mutation, ...]]]:
    """Valid files, with the alterations that apply to each."""
    sheets = {"Lisez-moi": [["Pacte"]], "Plan": [list(row) for row in SMALL_PLAN]}
    merged, comments = {"Plan": ["B2:B3"]}, {("Plan", "G2"): "place supposée"}
    yellow = [("Plan", "G2")]
    table = workbook(sheets, merged=merged, comments=comments, yellow=yellow)
    opened = opendocument(sheets, merged=merged, comments=comments, yellow=yellow)
    return {
        "plan.xlsx": (table, (*_BYTES, *(_inside,) * 6)),
        "plan.ods": (opened, (*_BYTES, *(_inside,) * 6)),
        "plan.csv": (delimited(SMALL_PLAN), _LINES),
        "plan-1252.csv": (delimited(SMALL_PLAN, ",", "cp1252"), _LINES),
        "plan.yaml": (_yaml(), _LINES),
    }


def _yaml() -> bytes:
    content = XLSX.read(small_plan(), name="plan.xlsx").content
    assert content is not None
    return YAML.write(replace(content, code="essai_2019-2020"))


def malformed(count: int, seed: int = 20_181_119) -> Iterator[tuple[str, bytes]]:
    """``count`` files, taking each kind in turn, each altered one to three times."""
    dice = random.Random(seed)
    kinds = list(seeds().items())
    for rank in range(count):
        name, (data, mutations) = kinds[rank % len(kinds)]
        for _ in range(dice.choice((1, 1, 2, 3))):
            hurt = dice.choice(mutations)
            if hurt is _inside and not zipfile.is_zipfile(io.BytesIO(data)):
                hurt = _flip
            data = _try(hurt, dice, data)
        yield f"{rank}-{name}", data


def _try(hurt: Mutation, dice: random.Random, data: bytes) -> bytes:
    """Applies the alteration. A workbook that is already broken cannot be unpacked: its bytes are altered instead."""
    if not data:
        return data
    try:
        return hurt(dice, data)
    except (
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        UnicodeDecodeError,
        NotImplementedError,
        EOFError,
        RuntimeError,
        OSError,
        ValueError,
        IndexError,
    ):
        return _flip(dice, data)
