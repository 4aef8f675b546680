"""How much a reader takes before it refuses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for every reader; sizes in bytes."""

    file_size: int = 300 * 1024 * 1024
    field_size: int = 1 << 20
    rows: int = 20_000_000
    rejected_rows: int = 10_000
    zip_entries: int = 200
    zip_entry_size: int = 100 * 1024 * 1024
    zip_total_size: int = 300 * 1024 * 1024
    zip_ratio: int = 200
    workbook_size: int = 50 * 1024 * 1024
    workbook_unpacked_size: int = 200 * 1024 * 1024
    sheet_rows: int = 200_000
    sheet_columns: int = 500
    sheet_cells: int = 3_000_000
    sheet_characters: int = 60_000_000
    worker_memory: int = 320 * 1024 * 1024
    worker_seconds: int = 20


LIMITS = Limits()
