from cinemahub.mail.sending.news.wake import Wake

POLL_SECONDS = 0.25
NET_SECONDS = 1  # between looks of a worker that is told of what is new


class News:
    """Brings none: the worker has to look."""

    def __init__(self, wake: Wake) -> None:
        self.wake = wake

    @property
    def poll_seconds(self) -> float:
        """How long a worker may wait between looks."""
        return POLL_SECONDS

    def begin(self) -> None:
        """Get ready; what can fail is tried again later."""

    def forget(self) -> None:
        """Look at what is there from now on: all earlier news is known."""
        self.wake.clear()

    def wait(self, seconds: float) -> bool:
        """Wait for news; False if there was none for so long."""
        return self.wake.wait(seconds)

    def end(self) -> None:
        """Let go of everything."""
