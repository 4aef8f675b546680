"""What a person sees of work that takes longer than two seconds."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

SLOW_SECONDS = 2.0


@contextmanager
def shown_when_slow(console: Console, what: str, *, seconds: float = SLOW_SECONDS) -> Iterator[Callable[[int], None]]:
    """Give a function that is told how many rows were read; draw a bar once the work has taken some seconds.

    Nothing is drawn where the console is no terminal, and nothing stays when the work is done.
    """
    said, rows = TextColumn("{task.description}"), TextColumn("{task.completed:,} rows")
    progress = Progress(said, BarColumn(), rows, TimeElapsedColumn(), console=console, transient=True)
    task = progress.add_task(what, total=None)
    timer = Timer(seconds, progress.start)
    timer.daemon = True
    if console.is_terminal:
        timer.start()
    try:
        yield lambda rows: progress.update(task, completed=rows)
    finally:
        if console.is_terminal:
            timer.cancel()
            timer.join()
            progress.stop()
