"""What a certificate says, also one that is not to be trusted."""

import ssl
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cinemahub.mail.doctor.case import Case
from cinemahub.mail.doctor.probes.conversation import open_encrypted
from cinemahub.mail.privacy.masking import printable

MAX_NAMES = 4
NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which the ssl module has no name for


def describe(certificate: Mapping[str, Any] | None) -> str:
    """Say for which names it is, who issued it and when it ends."""
    if not certificate:
        return _("no certificate")
    names = [value for _kind, value in certificate.get("subjectAltName", ())] or _values(certificate, "subject")
    shown = ", ".join(names[:MAX_NAMES]) + (", ..." if len(names) > MAX_NAMES else "")
    issuer = " ".join(_values(certificate, "issuer"))
    ends = certificate.get("notAfter", "")
    text = _("certificate for %(names)s, issued by %(issuer)s, good until %(ends)s")
    return printable(text % {"names": shown, "issuer": issuer, "ends": ends})


def shown_certificate(case: Case) -> Mapping[str, Any] | None:
    """Read the certificate whatever it is worth: the connection is closed before anything is said over it."""
    blind = ssl.create_default_context()
    blind.check_hostname, blind.verify_mode = False, ssl.CERT_NONE
    with open_encrypted(case, blind) as encrypted:
        as_sent = encrypted.getpeercert(binary_form=True)
    # Python takes a certificate apart only if it is trusted, so for this one look it is.
    reader = ssl.create_default_context(cadata=as_sent)
    reader.check_hostname = False
    reader.verify_flags = ssl.VerifyFlags(ssl.VERIFY_X509_PARTIAL_CHAIN | NO_CHECK_TIME)
    with open_encrypted(case, reader) as encrypted:
        return encrypted.getpeercert()


def _values(certificate: Mapping[str, Any], part: str) -> list[str]:
    shown = ("organizationName", "commonName")
    return [value for pairs in certificate.get(part, ()) for name, value in pairs if name in shown]
