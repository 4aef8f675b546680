"""Run `inroads` as a process of its own that begins with everything imported: a fork of one that waits for orders.

Most of the time of a short command is that of its imports, and tests run hundreds. A few start from nothing, as people
do: those of test_cli_faults.py and test_hostile.py, the README's, and the wheel's in .ci/run.
"""

import atexit
import functools
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]


def run(
    words: tuple[str, ...], *, cwd: Path, env: Mapping[str, str], fresh: bool = False
) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end, in this environment alone; ``fresh``: in a Python that has imported nothing yet."""
    if fresh:
        command = [sys.executable, "-c", "from api.__main__ import main; main()", *words]
        return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False, env=env)
    waiting = _waiting()
    assert waiting.stdin is not None
    assert waiting.stdout is not None
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        order = {"words": words, "cwd": str(cwd), "env": dict(env), "out": str(out), "err": str(err)}
        waiting.stdin.write(json.dumps(order) + "\n")
        waiting.stdin.flush()
        code = int(waiting.stdout.readline())
        return subprocess.CompletedProcess(words, code, *(one.read_text(encoding="utf-8") for one in (out, err)))


@functools.cache
def _waiting() -> "subprocess.Popen[str]":
    """Start the process that forks; the test run's end is its own."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from tests.commands import _wait; _wait()"], cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip

    def end() -> None:
        process.communicate()

    atexit.register(end)
    return process


def _wait() -> None:
    """Fork for each order on standard input, and say on standard output how the fork ended."""
    import api.cli  # noqa: F401 -- main imports it by itself, only later
    from api.__main__ import main

    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(order)
            main()
            return
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def _become(order: dict[str, object]) -> None:
    os.chdir(str(order["cwd"]))
    env, words = order["env"], order["words"]
    assert isinstance(env, dict)
    assert isinstance(words, list)
    os.environ.clear()
    os.environ.update(env)
    for number, name in ((0, os.devnull), (1, str(order["out"])), (2, str(order["err"]))):
        opened = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, number)
        os.close(opened)
    sys.stdin, sys.stdout, sys.stderr = (
        io.TextIOWrapper(os.fdopen(number, mode, closefd=False), encoding="utf-8", line_buffering=number == 2)
        for number, mode in ((0, "rb"), (1, "wb"), (2, "wb"))
    )
    sys.argv[:] = ["-c", *words]
