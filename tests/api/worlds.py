"""A small world behind the use cases and the API: a client with a list of leaders, and somebody who left."""

from collections.abc import Mapping
from pathlib import Path

from api.wiring import open_store
from graph.stores.base import Store
from tests.places import Place
from tests.worlds import FIRM, loaded

WORLD = {
    **FIRM,
    "companies.csv": FIRM["companies.csv"] + "v,Havtun Shipping,client,NO\n",
    "people.csv": FIRM["people.csv"]
    + "v,Vera Vik,,\nx,Tor Erik Nygård,,\nm,Mette Lund,,\nj,Jonas Lie,,2\no,Ola Nor,,\n",
    "employments.csv": FIRM["employments.csv"]
    + "x,n,Treasurer,Finance,2016,2023\nj,us,Consultant,Finance,2019,\nj,h,Clerk,Grid,2013,2016\n"
    + "m,n,Director people,People,2021,\no,n,Controller,Finance,2021,\nv,v,CEO,,2020,\n",
    "contacts.csv": FIRM["contacts.csv"]
    + "m3,meeting,2026-03-01,k;x\nm4,call,2026-11-12,g;o\nm5,call,2026-11-13,g;o\nm6,call,2026-11-14,g;t\n",
    "acquaintances.csv": "from,to,kind,date\nj,o,linkedin,2025-01-10\n",
    "leaders.csv": "company,name,title,listed_on\nn,Håkon Myhre,CFO,2026-09-01\nn,Mette Lund,People,2026-09-01\n"
    "n,Ingrid Solberg,Chief executive,2026-09-01\n",
    "notes.csv": "person,kind,text,date,heard_from\nt,measured_on,cost per customer,2026-05-14,t\n",
    "reporting.csv": "person,manager,start\no,t,2021\n",
    "stances.csv": "person,date,value,agreed\nt,2026-11-03,-1,yes\n",
}


def world_store(path: Path, files: Mapping[str, str] = WORLD) -> Store:
    """Return a store that holds the world; the caller closes it."""
    store = open_store(Place.of(path))
    loaded(store, path / "world", files)
    return store
