from threading import Condition


class Records[T]:
    """What a server has received, written by its thread and read by the test's."""

    def __init__(self) -> None:
        self._items: list[T] = []
        self._changed = Condition()

    def append(self, item: T) -> None:
        with self._changed:
            self._items.append(item)
            self._changed.notify_all()

    def snapshot(self) -> list[T]:
        with self._changed:
            return list(self._items)

    def clear(self) -> None:
        with self._changed:
            self._items.clear()

    def wait_for(self, count: int, timeout_seconds: float = 10) -> list[T]:
        """Everything received, as soon as that is `count` or more; TimeoutError if it does not come to that."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._items) >= count, timeout_seconds):
                raise TimeoutError(f"{len(self._items)} of {count} arrived within {timeout_seconds} s")
            return list(self._items)
