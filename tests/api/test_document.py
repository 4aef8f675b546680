"""Does the OpenAPI document have an example of every answer and body, and every error?"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import validate

from api.app import create_app
from api.document import examples
from api.resources import Problem
from api.settings import Settings
from tests.api.conftest import served
from tests.examples import lasting, world

DOCUMENT: Any = create_app(Settings("sqlite:unused.db")).openapi()


def operations() -> Iterator[tuple[str, Any]]:
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def test_every_answer_has_an_example_of_its_shape() -> None:
    seen = set()
    for name, operation in operations():
        (answer,) = [told for status, told in operation["responses"].items() if status.startswith("2")]
        told = answer["content"]["application/json"]
        validate(told["example"], {**told["schema"], "components": DOCUMENT["components"]})
        seen.add(name)
    assert seen == set(examples())
    assert len(seen) > 30


def test_examples_are_what_the_small_world_answers(tmp_path: Path) -> None:
    with served(tmp_path, world(), user="Petra Aune") as server:
        told = lasting(server.client)
    known = examples()
    assert {name: known[name] for name in told} == told, "python -m tests.examples writes them anew"


def test_every_body_has_an_example() -> None:
    shapes = DOCUMENT["components"]["schemas"]
    for name, operation in operations():
        for body in operation.get("requestBody", {}).get("content", {}).values():
            shape = shapes.get(body["schema"].get("$ref", "").rpartition("/")[2], {})
            assert "example" in body or "example" in shape, name


@pytest.mark.parametrize("status", ["401", "403", "405", "413", "421", "422", "429", "500", "503"])
def test_every_operation_names_the_errors_of_every_address_with_an_example(status: str) -> None:
    for name, operation in operations():
        told = operation["responses"].get(status)
        assert told, f"{name} has no {status}"
        example = Problem.model_validate(told["content"]["application/problem+json"]["example"])
        assert example.status == int(status)


def test_everything_is_described() -> None:
    for name, operation in operations():
        assert operation.get("description") or operation.get("summary"), name
        assert all(told["description"] for told in operation["responses"].values()), name
