from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.ses.models import RawMessage, SESBackend, ses_backends

from tests.servers.http_server import HttpServer
from tests.servers.letters import Letter

REGION = "eu-central-1"


class SesServer(HttpServer):
    """Amazon SES by moto, on loopback; one at a time, since moto keeps its state in module variables."""

    def __init__(self, *, identity: str, region: str = REGION, port: int = 0) -> None:
        """`identity` is the verified address or domain."""
        super().__init__(DomainDispatcherApplication(create_backend_app), port)
        self._handler = MotoRequestHandler
        self.region = region
        self._backend.reset()
        self._backend.create_email_identity_v2(identity, None, None, None)

    @property
    def environment(self) -> dict[str, str]:
        """Makes boto3 talk to this server, and to nobody else for credentials."""
        return {
            "AWS_ENDPOINT_URL": self.url,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    @property
    def letters(self) -> list[Letter]:
        """What was sent with raw content, which is how Anymail sends."""
        sent = [each for each in self._backend.sent_messages if isinstance(each, RawMessage)]
        return [Letter(each.source, _recipients(each), each.raw_data.encode()) for each in sent]

    @property
    def _backend(self) -> SESBackend:
        return ses_backends[DEFAULT_ACCOUNT_ID][self.region]


def _recipients(message: RawMessage) -> list[str]:
    """moto adds the To header to the destinations, where Anymail has put the same addresses."""
    return list(dict.fromkeys(message.destinations))
