"""Does every way to fail end in a title, a detail, a remedy and an exit code, and never in a traceback?"""

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.stores.sqlite import SqliteStore
from tests.api.test_cli import inroads
from tests.conftest import ROOT
from tests.loaders.test_export import WORLD
from tests.worlds import write_folder

RUN = [sys.executable, "-c", "from api.__main__ import main; main()"]


def heeds_ctrl_c() -> None:
    """Undo what a shell does to what it runs in the background, the tests perhaps: to ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def environment(store: Path) -> dict[str, str]:
    return {"INROADS_STORE": f"sqlite:{store}", "PATH": "", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    write_folder(tmp_path / "in", WORLD)
    assert inroads("load", str(tmp_path / "in"), "--source", "crm", store=tmp_path / "s.db").returncode == 0
    return tmp_path / "s.db"


def refused(done: subprocess.CompletedProcess[str], code: int, said: str) -> None:
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    title, *_, remedy = done.stderr.splitlines()
    assert said in done.stderr
    assert title.strip()
    assert remedy.endswith((".", "?", "`"))


def test_a_question_to_a_store_that_is_not_there_makes_none(tmp_path: Path) -> None:
    refused(inroads("who", "x", store=tmp_path / "deep" / "s.db"), 4, "does not exist")
    assert not (tmp_path / "deep").exists()


def test_a_refused_load_leaves_no_new_store_and_a_store_that_is_there_alone(tmp_path: Path) -> None:
    rows = "".join(f"{number},Ann\n" for number in range(20_000))
    bad, store = write_folder(tmp_path / "bad", {"people.csv": f'id,name\n{rows}x,"open\n'}), tmp_path / "deep"
    for _ in range(2):
        refused(inroads("load", str(bad), "--source", "x", store=store / "er" / "s.db"), 3, "not well-formed")
        assert not store.exists()
    refused(inroads("who", "x", store=store / "er" / "s.db"), 4, "There is no store yet")
    SqliteStore(tmp_path / "there.db").close()
    refused(inroads("load", str(bad), "--source", "x", store=tmp_path / "there.db"), 3, "not well-formed")
    assert (tmp_path / "there.db").exists()
    good = write_folder(tmp_path / "good", {"people.csv": "id,name\n1,Ann\n"})
    done = inroads("load", str(bad), str(good), store=store / "s.db")
    assert done.returncode == 3
    good.joinpath("source.toml").write_text('name = "good"\n')
    done = inroads("load", str(bad), str(good), store=store / "s.db")
    assert (done.returncode, "1 new" in done.stdout) == (3, True)
    assert (store / "s.db").exists()


def test_a_refused_token_or_copy_leaves_no_new_store(tmp_path: Path) -> None:
    new = tmp_path / "deep" / "s.db"
    refused(inroads("token", "create", "--person", "Kari", "--scope", "all", store=new), 2, "scope is 'all'")
    assert not new.parent.exists()
    missing = f"sqlite:{tmp_path / 'missing.db'}"
    refused(inroads("copy", missing, f"sqlite:{new}", store=new), 4, "There is no store yet")
    assert not new.parent.exists()
    assert inroads("token", "create", "--person", "Kari", store=new).returncode == 0
    assert new.exists()


def test_a_dry_run_before_the_first_load_makes_no_store(tmp_path: Path) -> None:
    write_folder(tmp_path / "in", WORLD)
    done = inroads("load", str(tmp_path / "in"), "--source", "crm", "--dry-run", store=tmp_path / "s.db")
    assert done.returncode == 0
    assert not (tmp_path / "s.db").exists()


@pytest.mark.parametrize("text", ["[employment]\nmost = 1.5\n", "[contact]\nscale = 0\n", "[study]\napart = nan\n",
                                  "employment = 3\n", "[what]\nmost = 1\n", "[employment\n"])  # fmt: skip
def test_a_parameter_out_of_its_range_is_refused(store: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "p.toml").write_text(text)
    refused(inroads("who", "x", "--parameters", str(tmp_path / "p.toml"), store=store), 2, "p.toml")


def test_what_cannot_be_read_is_refused(store: Path, tmp_path: Path) -> None:
    refused(inroads("load", "/proc/self/mem", store=store), 3, "cannot be read")
    refused(inroads("status", store=tmp_path), 4, "is not an Inroads store")
    refused(inroads("demo", "--dir", "/proc/nowhere", "--no-serve", store=store), 2, "/proc/nowhere")
    broken = bytearray(store.read_bytes())
    broken[2 * 4096 :] = b"x" * (len(broken) - 2 * 4096)
    (tmp_path / "broken.db").write_bytes(bytes(broken))
    refused(inroads("who", "x", store=tmp_path / "broken.db"), 4, "damaged")


def test_an_answer_that_nobody_can_take_is_no_traceback(store: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*RUN, "status", "--json"], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False,
            env=environment(store),
        )  # fmt: skip
    refused(done, 2, "No space left")


def test_a_reader_who_goes_away_ends_it_quietly(store: Path) -> None:
    with subprocess.Popen(
        [*RUN, "loads", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, env=environment(store)
    ) as running:
        assert running.stdout is not None
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""


def test_a_full_disk_leaves_the_store_as_it_was(store: Path, tmp_path: Path) -> None:
    people = "id,name\n" + "".join(f"{n},Person {'x' * 200} {n}\n" for n in range(3_000))
    write_folder(tmp_path / "more", {"people.csv": people})
    most = store.stat().st_size + 100_000
    done = subprocess.run(
        [*RUN, "load", str(tmp_path / "more"), "--source", "more"], capture_output=True, text=True, cwd=ROOT,
        check=False, env=environment(store), preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)),
    )  # fmt: skip
    refused(done, 4, str(store))
    with SqliteStore(store) as opened:
        assert [entry.source for entry in opened.loads()] == ["crm"]


def test_ctrl_c_during_a_load_leaves_the_store_as_it_was(store: Path, tmp_path: Path) -> None:
    rows = "".join(f"{n},Kari {n}\n" for n in range(300_000))
    write_folder(tmp_path / "more", {"people.csv": "id,name\n" + rows})
    with subprocess.Popen(
        [*RUN, "load", str(tmp_path / "more"), "--source", "more"], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        cwd=ROOT, env=environment(store), preexec_fn=heeds_ctrl_c,
    ) as running:  # fmt: skip
        staged = store.with_name(f"{store.name}-wal")
        for _ in range(600):
            if running.poll() is not None or (staged.exists() and staged.stat().st_size > 1_000_000):
                break
            time.sleep(0.05)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert running.returncode not in {0, None}
    assert b"Traceback" not in said
    with SqliteStore(store) as opened:
        assert [entry.source for entry in opened.loads()] == ["crm"]


@pytest.mark.parametrize("module", ["typer", "numpy"])
def test_ctrl_c_while_the_program_starts_shows_no_traceback(store: Path, module: str) -> None:
    command = [sys.executable, "-v", "-m", "api", "who", "Nordlys Energi"]
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT, env=environment(store),
        preexec_fn=heeds_ctrl_c, text=True,
    ) as running:  # fmt: skip
        assert running.stderr is not None
        read = iter(running.stderr)
        assert any(f"import '{module}'" in line for line in read), "it ended before it was interrupted"
        running.send_signal(signal.SIGINT)
        said = "".join(read)
    assert running.returncode in {130, -signal.SIGINT}  # a shell knows both as 130
    assert "Traceback" not in said
