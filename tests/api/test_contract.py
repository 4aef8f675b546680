"""Does the API do what its document says? Schemathesis asks; bounded, and the same questions every time.

INROADS_EXAMPLES=200 asks so many of each operation, other ones every time.
"""

import os
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import CHECKS

from api.app import create_app
from api.settings import Settings
from tests.api.conftest import Served
from tests.places import Shared

DOCUMENT = create_app(Settings("sqlite:unused.db")).openapi()
schema = schemathesis.openapi.from_dict(DOCUMENT)
BOUNDED = 12
EXAMPLES = int(os.environ.get("INROADS_EXAMPLES") or BOUNDED)
SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
# Names of people are any text, so nothing that looks like a wrong one is refused for its form.
PASSED_OVER: list[Any] = [check for name in ("positive_data_acceptance",) for check in CHECKS.get_by_names([name])]


@pytest.fixture(scope="module")
def address(shared_server: Shared[Served]) -> str:
    return shared_server().address


@schema.parametrize()
@settings(
    max_examples=EXAMPLES, deadline=None, derandomize=EXAMPLES == BOUNDED, database=None,
    phases=[Phase.explicit, Phase.generate], suppress_health_check=SLOW,
)  # fmt: skip
def test_nothing_is_found_that_the_document_does_not_say(case: schemathesis.Case, address: str) -> None:
    case.call_and_validate(base_url=address, excluded_checks=PASSED_OVER, timeout=60)


def test_the_document_names_every_address_of_interface() -> None:
    paths: object = DOCUMENT["paths"]
    assert isinstance(paths, dict)
    assert set(paths) >= {
        "/health", "/ready", "/v1/companies", "/v1/companies/{id}", "/v1/companies/{id}/introductions", "/v1/people",
        "/v1/people/{id}", "/v1/people/{id}/introductions", "/v1/companies/{id}/power-map", "/v1/opportunities",
        "/v1/opportunities/{id}", "/v1/opportunities/{id}/power-map", "/v1/ties/{a}/{b}", "/v1/loads",
        "/v1/loads/{number}",
    }  # fmt: skip
    assert not Path("unused.db").exists()
