"""What does the OpenAPI document say beyond what routes tell: the form of an error, an example of each answer?"""

import json
from importlib.resources import files
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.resources import Problem

_Json = dict[str, Any]
_UPLOAD = {"files": ["the bytes of Connections.csv"], "owner": "Kari Lunde", "as_of": "2026-11-24", "dry_run": True}


def document(app: FastAPI) -> dict[str, object]:
    """Return the document, with problem details in place of FastAPI's own form of an error."""
    if app.openapi_schema is None:
        made = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        shapes = made["components"]["schemas"]
        for name in ("HTTPValidationError", "ValidationError"):
            shapes.pop(name, None)
        shapes["Problem"] = Problem.model_json_schema()
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{}, {"token": []}]
        _exemplify(made["paths"])
        app.openapi_schema = made
    return app.openapi_schema


def examples() -> dict[str, object]:
    """Return an answer by method and address: real ones of a small world, with lists of one (tests/examples.py)."""
    found: dict[str, object] = json.loads(files("api").joinpath("examples.json").read_text(encoding="utf-8"))
    return found


def _exemplify(paths: dict[str, dict[str, _Json]]) -> None:
    known = examples()
    for path, operations in paths.items():
        for method, operation in operations.items():
            for status, answer in operation["responses"].items():
                if status.startswith("2"):
                    answer["content"]["application/json"]["example"] = known[f"{method.upper()} {path}"]
    paths["/v1/loads"]["post"]["requestBody"]["content"]["multipart/form-data"]["example"] = _UPLOAD
