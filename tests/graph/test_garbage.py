"""Is the collector left as it was found, however loads overlap or fail?"""

import gc
from datetime import datetime
from pathlib import Path

import pytest

from graph.errors import ImportRefused
from graph.garbage import SELDOM, seldom_collected
from graph.provenance import Load, LoadEntry
from graph.stores.memory import MemoryStore
from loaders.run import load_path
from tests.worlds import FIRM, NOW, write_folder


class Watching(MemoryStore):
    """Remembers how often was collected while it recorded."""

    seen = 0

    def record(self, load: Load, *, at: datetime) -> LoadEntry:
        self.seen = gc.get_threshold()[0]
        return super().record(load, at=at)


def test_a_load_is_collected_seldom_and_afterwards_all_is_as_before(tmp_path: Path) -> None:
    usual, frozen = gc.get_threshold(), gc.get_freeze_count()
    store = Watching()
    load_path(store, write_folder(tmp_path / "crm", FIRM), source="crm", now=NOW)
    assert store.seen == SELDOM > usual[0]
    with pytest.raises(ImportRefused):
        load_path(store, write_folder(tmp_path / "none", {"x.txt": "x"}), source="none", now=NOW)
    assert (gc.get_threshold(), gc.get_freeze_count()) == (usual, frozen)


def test_the_last_of_several_blocks_restores_what_was() -> None:
    usual = gc.get_threshold()
    first, second = seldom_collected(), seldom_collected()
    first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert gc.get_threshold()[0] == SELDOM
    second.__exit__(None, None, None)
    assert gc.get_threshold() == usual


def test_who_has_switched_the_collector_off_is_left_alone() -> None:
    usual = gc.get_threshold()
    gc.disable()
    try:
        with seldom_collected():
            assert gc.get_threshold() == usual
        assert not gc.isenabled()
    finally:
        gc.enable()
