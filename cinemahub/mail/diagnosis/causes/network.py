from django.utils.translation import gettext_lazy as _

from cinemahub.mail.diagnosis.causes.cause import Cause
from cinemahub.mail.diagnosis.vocabulary import Verdict

_API_HOST = _("Check %(address)s: it holds the provider's API address, and this machine must be able to resolve it.")
_API_FIREWALL = _("Check %(address)s, and that a firewall lets this machine make HTTPS connections to it.")
_MODES = _("Port 465 goes with EMAIL_USE_SSL=true, port 587 with EMAIL_USE_SSL=false and EMAIL_USE_TLS=true.")
_NOTHING = _("Nothing to do: the email is sent again automatically.")

NETWORK = {
    "host_unknown": Cause(
        Verdict.CONFIGURATION,
        _("There is no server with that name."),
        _("Write only the host's name into EMAIL_HOST, without scheme, port and spaces, for example smtp.yandex.ru."),
        at_provider=_API_HOST,
    ),
    "offline": Cause(
        Verdict.TRANSIENT,
        _("This machine has no internet or no DNS: not even well-known names can be resolved."),
        _("Check this machine's network and its DNS servers (/etc/resolv.conf)."),
    ),
    "proxy_refused": Cause(
        Verdict.CONFIGURATION,
        _("The proxy in HTTPS_PROXY does not let this machine through (407: it wants a login)."),
        _("Write HTTPS_PROXY=http://user:password@host:port, or name the API's host in NO_PROXY to go without it."),
    ),
    "proxy_unreachable": Cause(
        Verdict.TRANSIENT,
        _("The proxy in HTTPS_PROXY cannot be reached, or there is no host with that name."),
        _("Check HTTPS_PROXY, or name the API's host in NO_PROXY to go without the proxy."),
    ),
    "dns_away": Cause(
        Verdict.TRANSIENT,
        _("The name of the mail server cannot be resolved at the moment."),
        _("If this keeps happening, check this machine's network and its DNS servers (/etc/resolv.conf)."),
    ),
    "network_unreachable": Cause(
        Verdict.TRANSIENT,
        _("This machine cannot reach the mail server."),
        _(
            "If this keeps happening, check this machine's network, its routes and, if the server has an "
            "IPv6 address, IPv6."
        ),
    ),
    "connection_refused": Cause(
        Verdict.TRANSIENT,
        _("Nothing answers at that host and port, or a firewall refuses the connection."),
        _("Check EMAIL_HOST and EMAIL_PORT: 465 goes with EMAIL_USE_SSL=true, 587 with EMAIL_USE_TLS=true."),
        at_provider=_API_FIREWALL,
    ),
    "connect_timeout": Cause(
        Verdict.TRANSIENT,
        _("The mail server does not answer; most hosting companies block outgoing SMTP until they are asked."),
        _("Ask the hosting company to open the port, try EMAIL_PORT=587, or send through a provider over HTTPS."),
        at_provider=_API_FIREWALL,
    ),
    "answer_timeout": Cause(
        Verdict.TRANSIENT,
        _("The mail server was too slow to answer."),
        _("If this keeps happening, raise EMAIL_TIMEOUT."),
    ),
    "no_greeting": Cause(
        Verdict.TRANSIENT,
        _("The server said nothing: it waits for TLS from the first byte, as port 465 does, or it is overloaded."),
        _MODES,
    ),
    "connection_lost": Cause(
        Verdict.TRANSIENT,
        _("The connection broke off before the email was handed over."),
        _(
            "The email is sent again automatically. If this keeps happening, check that EMAIL_PORT and the "
            "TLS mode go together."
        ),
        at_provider=_NOTHING,
    ),
    "reply_lost": Cause(
        Verdict.TRANSIENT,
        _("The connection broke off before the server confirmed the email, which may have arrived nevertheless."),
        _("Nothing to do: the email is sent again with the same Message-ID, so a second copy can be recognised."),
    ),
    "not_smtp": Cause(
        Verdict.CONFIGURATION,
        _("What answers at that host and port is not a mail server."),
        _("Check EMAIL_HOST and EMAIL_PORT; a proxy or a firewall may also answer in the server's place."),
    ),
    "tls_mode_mismatch": Cause(
        Verdict.CONFIGURATION,
        _("TLS from the first byte was used on a port that starts unencrypted."),
        _MODES,
        at_provider=_("Check %(address)s: what answers there does not speak HTTPS."),
    ),
    "tls_too_old": Cause(
        Verdict.CONFIGURATION,
        _("The server and this machine have no TLS version or cipher in common."),
        _("Have the server updated to TLS 1.2 or later, or use another server in EMAIL_HOST."),
        at_provider=_API_FIREWALL,
    ),
    "tls_failed": Cause(
        Verdict.CONFIGURATION,
        _("No encrypted connection could be made."),
        _MODES,
        at_provider=_API_FIREWALL,
    ),
    "starttls_missing": Cause(
        Verdict.CONFIGURATION,
        _("The server offers no STARTTLS on this port."),
        _("Set EMAIL_PORT=465, EMAIL_USE_SSL=true and EMAIL_USE_TLS=false."),
    ),
    "ca_file_missing": Cause(
        Verdict.CONFIGURATION,
        _(
            "SSL_CERT_FILE, REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE names a file that does not exist, so no "
            "server is trusted."
        ),
        _("Correct the path in that variable, or remove the variable to trust what this machine trusts."),
    ),
    "certificate_untrusted": Cause(
        Verdict.CONFIGURATION,
        _("This machine does not trust the certificate: there is a private CA, or a proxy or an antivirus in between."),
        _("Put the server's real name into EMAIL_HOST, remove the proxy, or name its CA's file in SSL_CERT_FILE."),
        at_provider=_("Remove the proxy, or name its CA's file in REQUESTS_CA_BUNDLE."),
    ),
    "certificate_name": Cause(
        Verdict.CONFIGURATION,
        _("The server's certificate is made out for another name."),
        _("Write the name in the certificate into EMAIL_HOST, not an IP address or an alias."),
        at_provider=_API_HOST,
    ),
    "certificate_expired": Cause(
        Verdict.CONFIGURATION,
        _("The server's certificate is not valid today."),
        _("Check this machine's clock; if it is right, the server's owner must renew the certificate."),
    ),
    "database_away": Cause(
        Verdict.TRANSIENT,
        _("The site's database did not answer while the email was written."),
        _NOTHING,
    ),
}
