"""Zip archive of a workbook, validated before any member is read.

Parses the bytes directly: the standard library trusts sizes, prefixes and overlaps, which a hostile file can forge.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass

from pacte.exchange import limits
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import PLAN, FileBounds

_END = struct.Struct("<4s4H2LH")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_STORED, _DEFLATED = 0, 8
_ENCRYPTED, _UTF8 = 0x1, 0x800
_SYMLINK, _TYPE_MASK = 0xA000, 0xF000
_ZIP64 = 0xFFFFFFFF
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".xlsb", ".docx", ".ods", ".jar", ".7z", ".rar", ".gz")
SAVE_AGAIN = (
    "Ouvrez le fichier dans un tableur, enregistrez-le sous un autre nom au format .xlsx ou .ods, puis déposez-le."
)
SUPPORTED_FORMATS = "Les formats lus sont .xlsx, .ods, .csv et .yaml."


@dataclass(frozen=True, slots=True)
class _Member:
    name: str
    method: int
    crc: int
    packed: int
    unpacked: int
    offset: int
    start: int = 0


class ZipArchive:
    """Gives access to members by name. ``read`` never returns more bytes than declared and allowed."""

    def __init__(self, data: bytes, bounds: FileBounds = PLAN) -> None:
        self._data = data
        self._members = {member.name: member for member in _checked_members(data, bounds)}

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self._members)

    def read(self, name: str) -> bytes:
        member = self._members.get(name)
        if member is None:
            raise broken_zip_error(f"Il manque au classeur sa partie « {name} ».")
        content = _decompress(self._data, member, member.unpacked + 1)
        if len(content) != member.unpacked:
            raise UnreadableFile(
                "zip_sizes",
                f"La partie « {name} » du classeur n'a pas la taille annoncée.",
                "Un tableur n'écrit jamais cela : le fichier est abîmé ou fabriqué.",
                SAVE_AGAIN,
            )
        if zlib.crc32(content) != member.crc:
            raise broken_zip_error(f"La partie « {name} » du classeur ne correspond pas à sa somme de contrôle.")
        return content

    def peek(self, name: str, size: int) -> bytes:
        return _decompress(self._data, self._members[name], size)


def broken_zip_error(what: str) -> UnreadableFile:
    return UnreadableFile("zip_broken", what, "Le fichier est abîmé ou incomplet.", SAVE_AGAIN)


def _refused_zip_error(code: str, what: str, why: str) -> UnreadableFile:
    return UnreadableFile(code, what, why, SAVE_AGAIN)


def _checked_members(data: bytes, bounds: FileBounds) -> list[_Member]:
    members = _central_directory(data)
    _check_names(members)
    _check_sizes(members, bounds)
    placed = _without_overlap(data, members)
    for member in placed:
        if _decompress(data, member, 4) in (b"PK\x03\x04", b"PK\x05\x06"):
            raise _refused_zip_error(
                "zip_nested",
                f"Le classeur contient une autre archive (« {member.name} »).",
                "Un tableau n'en a pas besoin, et elle pourrait cacher des fichiers dangereux.",
            )
    return placed


def _central_directory(data: bytes) -> list[_Member]:
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if at < 0 or at + _END.size > len(data):
        raise broken_zip_error("Le classeur n'a pas de table des matières.")
    _, disk, first_disk, _, count, size, offset, comment = _END.unpack_from(data, at)
    if _ZIP64 in (size, offset) or count == 0xFFFF:
        raise _refused_zip_error(
            "zip_members",
            "Le classeur annonce une taille démesurée.",
            f"Un classeur tient en moins de {limits.MAX_MEMBERS} parties.",
        )
    if disk or first_disk or at + _END.size + comment != len(data) or offset + size != at:
        raise _refused_zip_error(
            "zip_polyglot",
            "Le fichier contient autre chose qu'un classeur, avant ou après lui.",
            "Un fichier à double visage peut tromper un contrôle.",
        )
    if count > limits.MAX_MEMBERS:
        raise _refused_zip_error(
            "zip_members",
            f"Le classeur contient {count} parties.",
            f"Un classeur tient en moins de {limits.MAX_MEMBERS} parties.",
        )
    members = []
    place = offset
    while place < at:
        member, place = _directory_entry(data, place, at)
        members.append(member)
        if len(members) > limits.MAX_MEMBERS:
            raise _refused_zip_error(
                "zip_members",
                f"Le classeur contient plus de {limits.MAX_MEMBERS} parties.",
                "Un classeur n'en a jamais autant.",
            )
    if len(members) != count or not members:
        raise broken_zip_error("La table des matières du classeur est fausse.")
    return members


def _directory_entry(data: bytes, place: int, end: int) -> tuple[_Member, int]:
    if place + _CENTRAL.size > end:
        raise broken_zip_error("La table des matières du classeur est coupée.")
    (
        sign,
        _,
        _,
        flags,
        method,
        _,
        _,
        crc,
        packed,
        unpacked,
        name_size,
        extra_size,
        comment_size,
        _,
        _,
        attributes,
        offset,
    ) = _CENTRAL.unpack_from(data, place)
    after = place + _CENTRAL.size + name_size + extra_size + comment_size
    if sign != b"PK\x01\x02" or after > end:
        raise broken_zip_error("La table des matières du classeur est abîmée.")
    raw = data[place + _CENTRAL.size : place + _CENTRAL.size + name_size]
    name = raw.decode("utf-8" if flags & _UTF8 else "latin-1", errors="replace")
    if flags & _ENCRYPTED:
        raise UnreadableFile(
            "zip_encrypted",
            "Le classeur est protégé par un mot de passe.",
            "Son contenu ne peut pas être lu.",
            "Enregistrez-le sans mot de passe, puis déposez-le.",
        )
    if (attributes >> 16) & _TYPE_MASK == _SYMLINK:
        raise _refused_zip_error(
            "zip_names",
            f"Le classeur contient un lien vers un autre fichier (« {printable_member_name(name)} »).",
            "Un lien pourrait désigner un fichier du serveur.",
        )
    if method not in (_STORED, _DEFLATED):
        raise broken_zip_error(
            f"La partie « {printable_member_name(name)} » est comprimée d'une façon inconnue des tableurs."
        )
    return _Member(name, method, crc, packed, unpacked, offset), after


def printable_member_name(name: str) -> str:
    """Returns a name safe to display: short, without control or direction characters."""
    visible = "".join(sign if sign.isprintable() else "�" for sign in name)
    return visible if len(visible) <= 80 else f"{visible[:77]}…"


def _check_names(members: list[_Member]) -> None:
    seen: set[str] = set()
    for member in members:
        name = member.name
        unsafe = name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")
        if unsafe or not name.isprintable() or len(name.encode()) > limits.MAX_MEMBER_NAME:
            raise _refused_zip_error(
                "zip_names",
                f"Une partie du classeur porte un nom interdit (« {printable_member_name(name)} »).",
                "Ce nom pourrait désigner un fichier hors du classeur.",
            )
        if name.casefold() in seen:
            raise _refused_zip_error(
                "zip_names",
                f"Deux parties du classeur portent le même nom (« {printable_member_name(name)} »).",
                "On ne sait pas laquelle croire.",
            )
        seen.add(name.casefold())
        if name.lower().endswith(_ARCHIVES):
            raise _refused_zip_error(
                "zip_nested",
                f"Le classeur contient une autre archive (« {printable_member_name(name)} »).",
                "Un tableau n'en a pas besoin, et elle pourrait cacher des fichiers dangereux.",
            )


def _check_sizes(members: list[_Member], bounds: FileBounds) -> None:
    total = sum(member.unpacked for member in members)
    swollen = any(
        member.unpacked > limits.MIN_BYTES_FOR_RATIO
        and member.unpacked > limits.MAX_COMPRESSION_RATIO * max(member.packed, 1)
        for member in members
    )
    if swollen or total > bounds.unpacked_bytes:
        raise _refused_zip_error(
            "zip_bomb",
            f"Une fois décomprimé, le classeur pèserait {total // 1024**2} Mio.",
            f"{bounds.noun} n'atteint jamais cette taille : le fichier est fabriqué, ou rempli de lignes vides.",
        )


def _without_overlap(data: bytes, members: list[_Member]) -> list[_Member]:
    placed: list[_Member] = []
    reached = 0
    for member in sorted(members, key=lambda each: each.offset):
        if member.offset + _LOCAL.size > len(data):
            raise broken_zip_error(f"La partie « {printable_member_name(member.name)} » est hors du fichier.")
        sign, _, _, _, _, _, _, _, _, name_size, extra_size = _LOCAL.unpack_from(data, member.offset)
        name_at = member.offset + _LOCAL.size
        start = name_at + name_size + extra_size
        if sign != b"PK\x03\x04" or start + member.packed > len(data):
            raise broken_zip_error(f"La partie « {printable_member_name(member.name)} » est abîmée.")
        if member.offset < reached:
            raise _refused_zip_error(
                "zip_overlap",
                f"La partie « {printable_member_name(member.name)} » chevauche une autre.",
                "C'est ainsi que l'on fabrique un fichier qui enfle sans fin.",
            )
        raw = data[name_at : name_at + name_size]
        if member.name not in (raw.decode("utf-8", errors="replace"), raw.decode("latin-1")):
            raise _refused_zip_error(
                "zip_names",
                f"La partie « {printable_member_name(member.name)} » porte deux noms différents.",
                "On ne sait pas lequel croire.",
            )
        if not placed and member.offset:
            raise _refused_zip_error(
                "zip_polyglot",
                "Le fichier contient autre chose qu'un classeur, avant lui.",
                "Un fichier à double visage peut tromper un contrôle.",
            )
        reached = start + member.packed
        placed.append(
            _Member(member.name, member.method, member.crc, member.packed, member.unpacked, member.offset, start)
        )
    return placed


def _decompress(data: bytes, member: _Member, limit: int) -> bytes:
    raw = data[member.start : member.start + member.packed]
    if member.method == _STORED:
        return raw[:limit]
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, limit)
    except zlib.error as error:
        raise broken_zip_error(f"La partie « {printable_member_name(member.name)} » ne se décomprime pas.") from error
