"""Waits that have no limit of their own get one."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future


def within[T](seconds: float, work: Callable[[], T]) -> T:
    """Return what `work` returns, or raise what it raises; TimeoutError if it takes longer."""
    return begin(work).result(seconds)


def begin[T](work: Callable[[], T]) -> Future[T]:
    """Have it done meanwhile."""
    (future,) = _start([work])
    return future


def together[T](seconds: float, works: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Do several works at once and return the result or the error of each."""
    deadline = time.monotonic() + seconds
    outcomes: list[T | Exception] = []
    for future in _start(works):
        try:
            outcomes.append(future.result(max(0.0, deadline - time.monotonic())))
        except Exception as error:
            outcomes.append(error)
    return outcomes


def _start[T](works: Sequence[Callable[[], T]]) -> list[Future[T]]:
    """Threads that end with the process: nobody waits for one that hangs, not even at its end."""
    futures: list[Future[T]] = [Future() for _ in works]
    for work, future in zip(works, futures, strict=True):
        threading.Thread(target=_run, args=[work, future], daemon=True).start()
    return futures


def _run[T](work: Callable[[], T], future: Future[T]) -> None:
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)
