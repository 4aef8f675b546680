"""Small worlds written as Tables."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from graph.algorithms.introductions import Introducer
from graph.algorithms.world import World
from graph.parameters import read_parameters
from graph.snapshot import Snapshot, build_snapshot
from graph.stores.base import Store
from graph.stores.memory import MemoryStore
from loaders.run import Loaded, load_path

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
TODAY = NOW.date()


def write_folder(folder: Path, files: Mapping[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def loaded(store: Store, folder: Path, files: Mapping[str, str], **more: object) -> Loaded:
    return load_path(store, write_folder(folder, files), source=folder.name, now=NOW, **more)  # type: ignore[arg-type] -- options by name


def snapshot_of(store: Store) -> Snapshot:
    revision = store.revision().number
    return build_snapshot(revision, (held for batch in store.snapshot_rows(revision) for held in batch))


def in_memory(folder: Path, files: Mapping[str, str]) -> MemoryStore:
    store = MemoryStore()
    loaded(store, folder / "world", files)
    return store


def introducer(folder: Path, files: Mapping[str, str], as_of: date = TODAY) -> Introducer:
    return Introducer(World(snapshot_of(in_memory(folder, files)), as_of, read_parameters()))


def ids(ask: Introducer) -> dict[str, str]:
    """Ids of people by name."""
    return {person.name: one for one, person in ask.world.snapshot.people.items()}


FIRM = {
    "companies.csv": "id,name,relation,country\nus,Varde AS,ours,NO\nn,Nordlys Energi AS,client,NO\nh,Hafslund,other,NO\n",
    "people.csv": "id,name,do_not_ask,asks_per_quarter\nk,Kari Lunde,,\ns,Sara Holm,,\nt,Håkon Myhre,,\ng,Marit Eikeland,,\n",
    "employments.csv": (
        "person,company,title,unit,start,end\nk,us,Partner,Energy,2018,\ns,us,Manager,Data,2018,\n"
        "t,n,CFO,Finance,2020-01,\ng,n,VP Data,IT,2020-01,\n"
        "k,h,Head,Grid,2012-03-01,2017-04-30\nt,h,Director,Grid,2012-03-01,2017-04-30\n"
    ),
    "contacts.csv": "id,kind,date,participants\nm1,meeting,2026-11-01,s;g\nm2,meeting,2026-11-10,s;g\n",
}
