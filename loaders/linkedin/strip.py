"""How an archive is cut down to what Inroads needs of it, before a partner hands it over."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from graph.errors import BadArgument
from loaders.base import Asked
from loaders.linkedin.exported import exported_on
from loaders.linkedin.files import CONNECTIONS, EDUCATION, POSITIONS, PROFILE, Row
from loaders.linkedin.owner import find_owner
from loaders.linkedin.reading import archive_rows

_KEPT = {
    PROFILE: ("First Name", "Last Name", "Headline", "Profile URL", "Exported On"),
    CONNECTIONS: ("First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"),
    POSITIONS: ("Company Name", "Title", "Started On", "Finished On"),
    EDUCATION: ("School Name", "Start Date", "End Date", "Degree Name"),
}
_BLANKED = frozenset({"headline"})
_EPOCH = (1980, 1, 1, 0, 0, 0)


def strip_archive(path: Path, out: Path, asked: Asked, *, replace: bool = False) -> dict[str, int]:
    """Write a zip with Profile, Connections, Positions and Education, only the columns that are read of each.

    Returns the number of rows of each file.

    The same archive gives the same bytes. The owner's profile address and the day of the export, which messages,
    invitations and the file's name tell, are written into Profile, so that the source stays the same.

    Raises ImportRefused for what is not an archive or has no owner, and BadArgument where ``out`` cannot be written.
    """
    rows = archive_rows(path, asked.limits)
    owner = find_owner(rows, asked.owner)
    day = exported_on(path, rows, asked).isoformat()
    first, _, last = owner.name.rpartition(" ")
    profile = next(iter(rows.get(PROFILE, ())), Row(PROFILE, 0, {"first name": first, "last name": last}))
    address = f"https://www.linkedin.com/in/{owner.slug}" if owner.slug else ""
    stripped = {**rows, PROFILE: [Row(PROFILE, 0, {**profile.cells, "profile url": address, "exported on": day})]}
    _put(path, out, _zipped({name: stripped.get(name, ()) for name in _KEPT}), replace=replace)
    return {name: len(stripped.get(name, ())) for name in _KEPT}


def _zipped(rows: Mapping[str, Sequence[Row]]) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as archive:
        for name, columns in _KEPT.items():
            text = io.StringIO(newline="")
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(columns)
            kept = [column.casefold() for column in columns]
            writer.writerows(["" if column in _BLANKED else row(column) for column in kept] for row in rows[name])
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.getvalue())
    return raw.getvalue()


def _put(path: Path, out: Path, content: bytes, *, replace: bool) -> None:
    if out.is_dir() or (out.exists() and (not replace or out.samefile(path))):
        raise BadArgument(f"{out} is there already.", remedy="Name another file, or give --force to replace it.")
    partial = out.with_name(f".{out.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(out)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise BadArgument(f"{out} cannot be written: {error.strerror}", remedy="Name another file.") from error
