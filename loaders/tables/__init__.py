"""Our own neutral input: one folder of CSV files, or a zip of it (docs/loading.md)."""

from loaders.tables.files import is_tables, tables_in
from loaders.tables.reading import read_tables

__all__ = ["is_tables", "read_tables", "tables_in"]
