"""How is a part of an answer read, where any of it may be missing or of another kind?"""

from collections.abc import Iterator, Mapping

from viz.wording import readable, shortened

Answer = Mapping[str, object]
LONGEST_TEXT = 400  # characters


def text_at(told: Answer, key: str) -> str:
    return shortened(readable(told.get(key)), LONGEST_TEXT)


def number_at(told: Answer, key: str) -> float:
    value = told.get(key)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value != value:
        return 0.0
    return float(value)


def items_at(told: Answer, key: str) -> list[object]:
    value = told.get(key)
    return list(value) if isinstance(value, (list, tuple)) else []


def mapping_at(told: Answer, key: str) -> Answer:
    value = told.get(key)
    return value if isinstance(value, Mapping) else {}


def mappings_at(told: Answer, key: str) -> Iterator[Answer]:
    return (item for item in items_at(told, key) if isinstance(item, Mapping))
