import socket
from collections.abc import Iterator

from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.note import Note, good
from cinemahub.mail.doctor.probes.time_limit import within


def find_addresses(case: Case) -> Iterator[Note]:
    """Ask the resolver as sending a letter would."""
    case.step = Step.DNS
    try:
        found = within(case.timeout, lambda: socket.getaddrinfo(case.host, case.port, type=socket.SOCK_STREAM))
    except TimeoutError:
        raise socket.gaierror(socket.EAI_AGAIN, "timed out") from None
    case.addresses = list(dict.fromkeys(str(address[0]) for *_, address in found))
    yield good(f"{case.host}: {', '.join(case.addresses)}")
