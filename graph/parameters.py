"""Which numbers the scores use: read from one TOML file, checked against the one that ships."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import BadArgument

_SHIPPED = Path(__file__).with_suffix(".toml")
_REMEDY = "Copy graph/parameters.toml and change it."
_LEAST_LENGTH, _MOST = 0.001, 1e9
_LENGTHS = frozenset(
    ["months_scale", "half_life_years", "half_life_days", "scale", "known_all", "step_days", "contact_full"]
)
_SHARES = frozenset(
    [
        "kept", "same_unit", "unknown_unit", "other_unit", "subsidiary", "bid_only", "call", "ask", "sceptic", "critic",
        "blocker", "unsaid", "reporting", "key_share", "least", "other_rank", "deep", "working",
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Parameters:
    """Numbers by section and name; every name of the shipped file is there."""

    values: Mapping[str, Mapping[str, float]]

    def of(self, section: str) -> Mapping[str, float]:
        """Return one section."""
        return self.values[section]


def read_parameters(path: Path | None = None) -> Parameters:
    """Read the shipped parameters, overridden by a user's file.

    Raises BadArgument for an unknown name, and for a value that is not a number or out of its range.
    """
    values: dict[str, dict[str, float]] = tomllib.loads(_SHIPPED.read_text(encoding="utf-8"))
    if path is not None:
        try:
            mine = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise BadArgument(f"{path}: {error}", remedy=_REMEDY) from error
        for section, numbers in mine.items():
            if not isinstance(numbers, dict):
                raise BadArgument(f"{path}: {section} stands outside a [section].", remedy=_REMEDY)
            for name, value in numbers.items():
                if name not in values.get(section, {}) or isinstance(value, bool) or not isinstance(value, int | float):
                    raise BadArgument(f"{path}: [{section}] {name} is not a parameter with a number.", remedy=_REMEDY)
                low, high = range_of(section, name)
                if not low <= value <= high:
                    raise BadArgument(f"{path}: [{section}] {name} = {value} is outside {low:g}..{high:g}.")
                values[section][name] = value
    return Parameters(values)


def range_of(section: str, name: str) -> tuple[float, float]:
    """Return the least and the most that a parameter may be, so that every score keeps its range.

    >>> range_of("project", "most"), range_of("contact", "half_life_days")
    ((0, 0.99), (0.001, 1000000000.0))
    """
    if name in _LENGTHS:
        return _LEAST_LENGTH, _MOST
    if name in _SHARES:
        return 0, 1
    if name in {"most", "floor"} or section in {"acquaintance", "study"}:
        return 0, 0.99
    if name == "susceptibility":
        return 0, 0.99
    if name == "prior_stance":
        return -3, 3
    return 0, _MOST
