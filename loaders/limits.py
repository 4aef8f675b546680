"""How much a reader takes before it refuses."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for every reader; sizes in bytes, those of a line and a field in characters."""

    file_size: int = 300 * 1024 * 1024
    field_size: int = 1 << 20
    line_size: int = 4 << 20
    columns: int = 1_000
    rows: int = 20_000_000
    rejected_rows: int = 10_000
    manifest_size: int = 64 * 1024
    manifest_dots: int = 100
    inputs: int = 10_000
    zip_entries: int = 200
    zip_directory_size: int = 1 << 20
    zip_entry_size: int = 100 * 1024 * 1024
    zip_total_size: int = 300 * 1024 * 1024
    zip_ratio: int = 200
    calendar_size: int = 20 * 1024 * 1024
    calendar_line: int = 64 * 1024
    calendar_depth: int = 10
    calendar_events: int = 100_000
    calendar_attendees: int = 500
    calendar_invitations: int = 200_000
    calendar_occurrences: int = 400
    calendar_years: int = 20
    calendar_steps: int = 600_000
    json_size: int = 20 * 1024 * 1024
    json_items: int = 1_000_000
    workbook_size: int = 50 * 1024 * 1024
    workbook_unpacked_size: int = 200 * 1024 * 1024
    sheet_rows: int = 200_000
    sheet_columns: int = 500
    sheet_cells: int = 3_000_000
    sheet_characters: int = 60_000_000
    worker_memory: int = 320 * 1024 * 1024
    worker_seconds: int = 20


LIMITS = Limits()
