"""Letters per second of several contenders, in turn and several times: the machine's mood hits all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from statistics import median

from bench.site import LOGIN, Site
from tests.servers.certificates import Certificate
from tests.servers.sink_process import SinkProcess

MAX_SECONDS = 120
WARM_UP = 0.1  # of the letters: connecting and loading templates is not what is measured

_numbers = count()


@dataclass(frozen=True)
class Contender:
    """A command that sends as many letters as `fill` prepares, which is given their number."""

    site: Site
    letters: int
    command: tuple[str, ...]
    fill: tuple[str, ...] = ()


@dataclass(frozen=True)
class Server:
    """The server that takes the letters."""

    certificate: Certificate | None = None
    delay_ms: float = 0


def compete(contenders: dict[str, Contender], server: Server, *, rounds: int) -> dict[str, list[float]]:
    """Letters per second by contender and round."""
    rates: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            rates[name].append(_rate(contender, server))
    return rates


def ratio(rates: dict[str, list[float]], first: str, second: str) -> float:
    """How many times faster the first is: the median over the rounds."""
    return median(a / b for a, b in zip(rates[first], rates[second], strict=True))


def detail(rates: dict[str, list[float]], *names: str) -> str:
    return ", ".join(f"{name} {median(rates[name]):.0f}/s" for name in names)


def _rate(contender: Contender, server: Server) -> float:
    log = contender.site.folder / f"sink-{next(_numbers)}"
    login = LOGIN if server.certificate else None
    if contender.fill:
        contender.site.must(*contender.fill, str(contender.letters))
    with SinkProcess(log, certificate=server.certificate, login=login, delay_ms=server.delay_ms) as sink:
        site = contender.site.sending_to(sink, tls=server.certificate is not None)
        with site.running(*contender.command):
            received = sink.wait_for(contender.letters, MAX_SECONDS)
    return _steady_rate([letter.received_at for letter in received])


def _steady_rate(moments: Sequence[float]) -> float:
    start = int(len(moments) * WARM_UP)
    return (len(moments) - 1 - start) / (moments[-1] - moments[start])
