"""What tests share: where the real data lies, when it is there."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real networks; only in CI must it be there."""
    found = Path(os.environ.get("INROADS_SHARED") or ROOT.parent / "shared") / "data"
    if not found.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail("the shared data is missing, and in CI these tests must run")
        pytest.skip("REAL DATA NOT THERE: set INROADS_SHARED to run these tests")
    return found
