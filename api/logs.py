"""What a server writes to its log: a line for each event, with the id of the request that it belongs to."""

import logging
import time
import traceback
from contextvars import ContextVar
from typing import Any

REQUEST: ContextVar[str] = ContextVar("request", default="-")  # the id of the request that is being answered


class Line(logging.Formatter):
    """Writes the time (UTC), the level, the id of the request or "-", and what happened.

    What an error says may hold a name, so only its kind and where it happened are written down.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        said = f"{at}.{int(record.msecs):03d}Z {record.levelname} {REQUEST.get()} {record.getMessage()}"
        kind, _, where = record.exc_info or (None, None, None)
        if kind is None:
            return said
        return f"{said}: {kind.__name__}\n{''.join(traceback.format_tb(where))}".rstrip()


def log_settings(*, requests: bool = True) -> dict[str, Any]:
    """Return how a server logs, as `logging.config.dictConfig` takes it: to standard error.

    Without ``requests`` only warnings and errors are written.
    """
    level = "INFO" if requests else "WARNING"
    ours = ("api", "graph", "loaders", "viz", "uvicorn")
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": Line}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "stream": "ext://sys.stderr"},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"level": "WARNING", "handlers": ["stderr"]},
        "loggers": {
            **{name: {"level": level} for name in ours},
            "neo4j": {"handlers": ["nowhere"], "propagate": False},  # its failures are told in our words
        },
    }
