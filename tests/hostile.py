"""Files that must be refused: what people and attackers put where an export is expected."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\nPer,Aune,,,,,7-Feb-22\n"
_MB = 1024 * 1024


def _zip(path: Path, entries: list[tuple[str, bytes]]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in entries:
            out.writestr(name, content)
    return path


def _patched(path: Path, *changes: tuple[bytes, int, bytes]) -> Path:
    """Overwrite bytes at an offset from each occurrence of a mark."""
    raw = bytearray(path.read_bytes())
    for mark, offset, new in changes:
        at = raw.find(mark)
        while at >= 0:
            raw[at + offset : at + offset + len(new)] = new
            at = raw.find(mark, at + 1)
    path.write_bytes(raw)
    return path


def _bomb(folder: Path) -> Path:
    return _zip(folder / "bomb.zip", [("Connections.csv", b"0" * (120 * _MB))])


def _small_bomb(folder: Path) -> Path:
    return _zip(folder / "ratio.zip", [("Connections.csv", b"0" * (60 * _MB))])


def _lying(folder: Path) -> Path:
    """A bomb whose headers say that ten bytes come out."""
    ten = struct.pack("<L", 10)
    return _patched(_bomb(folder), (b"PK\x03\x04", 22, ten), (b"PK\x01\x02", 24, ten))


def _many_bombs(folder: Path) -> Path:
    """Each entry within its limit, all of them beyond the limit together; packed once, and repeated."""
    lines = b"".join(b"%d,%d\n" % (n * 7919, n * 104729 % 1000003) for n in range(400_000))
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    packed = (packer.compress(lines) + packer.flush(zlib.Z_FULL_FLUSH)) * 12 + b"\x03\x00"  # the end of a stream
    lines *= 12
    crc = zlib.crc32(lines)
    path, places = folder / "many.zip", b""
    names = [f"{name}.csv".encode() for name in ("Connections", "Profile", "Positions", "Education", "messages")]
    with path.open("wb") as file:
        for name in names:
            sizes = (20, 0, 8, 0, 33, crc, len(packed), len(lines), len(name), 0)
            places += struct.pack("<4sH5H3L5H2L", b"PK\x01\x02", 20, *sizes, 0, 0, 0, 0, file.tell()) + name
            file.write(struct.pack("<4s5H3L2H", b"PK\x03\x04", *sizes) + name + packed)
        at = file.tell()
        file.write(places + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, len(names), len(names), len(places), at, 0))
    return path


def _overlapping(folder: Path) -> Path:
    """Two entries of the directory point into the same bytes, not at the same start."""
    path = _zip(folder / "overlap.zip", [("Connections.csv", CONNECTIONS.encode() * 9), ("Profile.csv", b"x" * 99)])
    raw = path.read_bytes()
    second = raw.rfind(b"PK\x01\x02")
    start = struct.unpack_from("<L", raw, second + 42)[0]
    path.write_bytes(raw[: second + 42] + struct.pack("<L", start - 20) + raw[second + 46 :])
    return path


def _doubled(folder: Path) -> Path:
    return _zip(folder / "doubled.zip", [("a/Connections.csv", CONNECTIONS.encode()), ("b/Connections.csv", b"x")])


def _encrypted(folder: Path) -> Path:
    path = _zip(folder / "locked.zip", [("Connections.csv", CONNECTIONS.encode())])
    return _patched(path, (b"PK\x03\x04", 6, b"\x01"), (b"PK\x01\x02", 8, b"\x01"))


def _named(name: str) -> Callable[[Path], Path]:
    return lambda folder: _zip(folder / "named.zip", [(name, b"x"), ("Connections.csv", CONNECTIONS.encode())])


def _nested(folder: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("Connections.csv", CONNECTIONS)
    return _zip(folder / "nested.zip", [("Connections.csv", inner.getvalue())])


def _crowded(folder: Path) -> Path:
    """A directory so long that only reading it costs seconds."""
    path = _zip(folder / "crowded.zip", [("Connections.csv", CONNECTIONS.encode())])
    raw = path.read_bytes()
    first, end = raw.find(b"PK\x01\x02"), raw.find(b"PK\x05\x06")
    directory = raw[first:end] * 1_500_000
    path.write_bytes(
        raw[:first] + directory + raw[end : end + 12] + struct.pack("<LL", len(directory), first) + b"\0\0"
    )
    return path


def _cut(folder: Path) -> Path:
    path = _zip(folder / "cut.zip", [("Connections.csv", CONNECTIONS.encode() * 40)])
    raw = path.read_bytes()
    path.write_bytes(raw[:50] + b"\xff" * 60 + raw[110:])
    return path


def _table(text: bytes, name: str = "people.csv") -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        home = folder / "tables"
        home.mkdir()
        (home / name).write_bytes(text)
        if name == "source.toml":
            (home / "people.csv").write_text("id,name\n1,Kari\n")
        return home

    return write


def _rows(count: int) -> bytes:
    return b"id,name\n" + b"".join(b"%d,Somebody of that number\n" % n for n in range(count))


def _alone(text: bytes) -> Callable[[Path], Path]:
    def write(folder: Path) -> Path:
        path = folder / "Connections.csv"
        path.write_bytes(text)
        return path

    return write


def _huge(folder: Path) -> Path:
    """A sparse file that says it is a terabyte."""
    home = _table(b"id,name\n")(folder)
    with (home / "people.csv").open("r+b") as file:
        file.truncate(1 << 40)
    return home


def _every(frequency: str) -> Callable[[Path], Path]:
    """A calendar with an event every second or minute."""

    def write(folder: Path) -> Path:
        path = folder / "every.ics"
        told = f"UID:a\nDTSTART:20261105T090000Z\nRRULE:FREQ={frequency}\nATTENDEE:mailto:kari@varde.example\n"
        path.write_text(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{told}END:VEVENT\nEND:VCALENDAR\n")
        return path

    return write


HOSTILE: dict[str, tuple[Callable[[Path], Path], str]] = {
    "zip bomb": (_bomb, "unpacks to more"),
    "zip bomb below the limit of a file": (_small_bomb, "Connections.csv unpacks to more"),
    "zip with a lying header": (_lying, "cannot be read"),
    "zip too large together": (_many_bombs, "unpacks to more"),
    "zip with overlapping entries": (_overlapping, "overlapping"),
    "zip with a doubled file": (_doubled, "twice"),
    "zip encrypted": (_encrypted, "encrypted"),
    "zip with an absolute name": (_named("/etc/passwd"), "outside"),
    "zip with a climbing name": (_named("a/../../b.csv"), "outside"),
    "zip with a drive name": (_named("C:b.csv"), "outside"),
    "zip with a backslash": (_named("a\\..\\b.csv"), "outside"),
    "zip in a zip": (_nested, "zip in a zip"),
    "zip with a million names": (_crowded, "more than 200 files"),
    "zip cut and damaged": (_cut, "cannot be read"),
    "no zip at all": (_alone(b"PK\x03\x04 not a zip"), "no header"),
    "huge field": (_table(b'id,name\n1,"' + b"x\n" * _MB), "not well-formed"),
    "huge line": (_table(b"id,name\n" + b"x" * (50 * _MB)), "line of more than"),
    "huge file": (_huge, "larger than"),
    "NUL at the end": (_table(_rows(100_000) + b"1,\0\n"), "NUL"),
    "unclosed quote": (_table(_rows(50_000) + b'1,"open\n2,b\n'), "not well-formed"),
    "UTF-16 without a mark": (_table("id,name\n1,Kari\n".encode("utf-16-le")), "NUL"),
    "half a UTF-16 character": (_table(b"\xff\xfe" + "id,name\n1,Kari\n".encode("utf-16-le") + b"x"), "utf-16"),
    "latin-1 at the end": (_table(_rows(100_000) + "1,Håkon\n".encode("latin-1")), "people.csv:100002: is not utf-8"),
    "a hundred thousand columns": (_table(b"id," + b"x," * 100_000 + b"name\n"), "columns"),
    "nothing but bad rows": (_table(b"id,name\n" + b",x\n" * 20_000), "too many rows"),
    "manifest nested deeply": (_table(b"a = " + b"[" * 100_000, "source.toml"), "source.toml"),
    "manifest far too large": (_table(b"#" * (50 * _MB), "source.toml"), "larger"),
    "LinkedIn without a header": (_alone(b"x,y\n" * 100_000), "no header"),
    "calendar of every second": (_every("SECONDLY"), "recurs within the minute"),
    "calendar of every minute": (_every("MINUTELY"), "recurs within the minute"),
    "LinkedIn with NUL": (_alone(CONNECTIONS.encode() + b"\0"), "NUL"),
}
