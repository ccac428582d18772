"""One appointment as a calendar file (RFC 5545), for phones."""

from __future__ import annotations

from datetime import UTC, datetime

MEDIA_TYPE = "text/calendar; charset=utf-8"
_MAX_LINE_OCTETS = 73  # octets per line without its end: the standard folds beyond 75


def write(
    *, identifier: str, title: str, starts_at: datetime, ends_at: datetime, place: str, note: str, made_at: datetime
) -> bytes:
    """The event, with an alarm one hour before. The same values give the same bytes."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//pacte//rendez-vous//FR",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{identifier}",
        f"DTSTAMP:{_utc_stamp(made_at)}",
        f"DTSTART:{_utc_stamp(starts_at)}",
        f"DTEND:{_utc_stamp(ends_at)}",
        f"SUMMARY:{_escape_text(title)}",
        f"LOCATION:{_escape_text(place)}",
        f"DESCRIPTION:{_escape_text(note)}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_escape_text(title)}",
        "TRIGGER:-PT1H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return b"".join(_fold_line(line) for line in lines)


def _utc_stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escape_text(words: str) -> str:
    """Escapes separators and line ends."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return words.replace("\r", "").replace("\n", "\\n")


def _fold_line(line: str) -> bytes:
    """Folds a long line with CR LF and a space, without splitting a character."""
    out, size = [], 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _MAX_LINE_OCTETS:
            out.append("\r\n ")
            size = 1
        out.append(sign)
        size += width
    return ("".join(out) + "\r\n").encode()
