"""What a Popolo file says: who held which post where, and when (docs/popolo.md)."""

from loaders.popolo.reading import is_popolo, read_popolo

__all__ = ["is_popolo", "read_popolo"]
