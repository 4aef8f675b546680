"""How are files zipped so that the same world gives the same bytes?"""

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path


def write_zip(path: Path, files: Mapping[str, str], day: date) -> Path:
    """Write text files into a zip, every entry of the same day."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (day.year, day.month, day.day, 3, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return path
