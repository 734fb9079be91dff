import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

SERVER_NAMES = ("localhost", "127.0.0.1", "smtp.yandex.test", "cinemahub.example")


@dataclass(frozen=True)
class Certificate:
    """A server's certificate with its chain, and its key, as PEM files."""

    chain: Path
    key: Path

    def server_context(self) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.chain, self.key)
        return context


@dataclass(frozen=True)
class Certificates:
    authority: Path
    server: Certificate
    wrong_name: Certificate
    expired: Certificate
    foreign: Certificate

    @property
    def environment(self) -> dict[str, str]:
        """Makes a process trust this authority alone, in every ssl.create_default_context()."""
        return {"SSL_CERT_FILE": str(self.authority), "SSL_CERT_DIR": str(self.authority.parent / "none")}


def issue_certificates(folder: Path) -> Certificates:
    """A fresh authority with a good, a misnamed and an expired certificate, and one of an authority nobody trusts."""
    authority = trustme.CA(organization_name="Cinemahub tests")
    foreign = trustme.CA(organization_name="Unknown to everybody")
    authority_path = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(authority_path))
    yesterday = datetime.now(UTC) - timedelta(days=1)
    return Certificates(
        authority=authority_path,
        server=_write(authority.issue_cert(*SERVER_NAMES), folder, "server"),
        wrong_name=_write(authority.issue_cert("somebody-else.test"), folder, "wrong_name"),
        expired=_write(authority.issue_cert(*SERVER_NAMES, not_after=yesterday), folder, "expired"),
        foreign=_write(foreign.issue_cert(*SERVER_NAMES), folder, "foreign"),
    )


def _write(issued: trustme.LeafCert, folder: Path, name: str) -> Certificate:
    chain, key = folder / f"{name}.pem", folder / f"{name}.key"
    for index, blob in enumerate(issued.cert_chain_pems):
        blob.write_to_path(str(chain), append=index > 0)
    issued.private_key_pem.write_to_path(str(key))
    return Certificate(chain, key)
