"""Who asks: the first argument of every use case. Today everybody of ours has full rights."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """A person of ours by name, or the system."""

    name: str


SYSTEM = Viewer("system")
