"""The providers that Anymail 15.2 can send through, and the options each of them takes.

The variable of an option is both names together: MAILGUN_API_KEY is the option api_key of
anymail.backends.mailgun. Source: https://anymail.dev/en/stable/esps/
"""

from typing import NamedTuple


class Option(NamedTuple):
    name: str
    comment: str
    example: str
    required: bool = True

    def variable(self, provider: str) -> str:
        """Name the environment variable that holds this option."""
        return f"{provider}_{self.name}".upper()


def _elsewhere(provider: str) -> Option:
    return Option("api_url", f"{provider}: API address, if not the usual one", "https://api.example/", required=False)


PROVIDERS = {
    "amazon_ses": [
        Option("region_name", "Amazon SES: region", "eu-central-1"),
        Option("access_key_id", "Amazon SES: key, unless the machine has a role", "AKIA0000", required=False),
        Option("secret_access_key", "Amazon SES: secret of the key", "secret", required=False),
        Option("endpoint_url", "Amazon SES: endpoint, if not the region's", "https://ses.example/", required=False),
    ],
    "brevo": [Option("api_key", "Brevo: API key", "xkeysib-0000"), _elsewhere("Brevo")],
    "mailersend": [Option("api_token", "MailerSend: API token", "mlsn.0000"), _elsewhere("MailerSend")],
    "mailgun": [
        Option("api_key", "Mailgun: sending key", "key-0000"),
        Option("sender_domain", "Mailgun: the domain that sends", "mg.cinemahub.example"),
        Option(
            "api_url", "Mailgun: API address, if not the one in the US", "https://api.eu.mailgun.net/v3", required=False
        ),
    ],
    "mailjet": [
        Option("api_key", "Mailjet: API key", "0000"),
        Option("secret_key", "Mailjet: secret key", "secret"),
        _elsewhere("Mailjet"),
    ],
    "mailtrap": [
        Option("api_token", "Mailtrap: API token", "0000"),
        Option("sandbox_id", "Mailtrap: sandbox, to send nothing for real", "1234567", required=False),
        _elsewhere("Mailtrap"),
    ],
    "mandrill": [Option("api_key", "Mandrill: API key", "md-0000"), _elsewhere("Mandrill")],
    "postal": [
        Option("api_key", "Postal: API key", "0000"),
        Option("api_url", "Postal: address of your server", "https://postal.cinemahub.example"),
    ],
    "postmark": [
        Option("server_token", "Postmark: server token", "0000"),
        Option("message_stream", "Postmark: message stream", "outbound", required=False),
        _elsewhere("Postmark"),
    ],
    "resend": [Option("api_key", "Resend: API key", "re_0000"), _elsewhere("Resend")],
    "scaleway": [
        Option("secret_key", "Scaleway: secret key", "secret"),
        Option("project_id", "Scaleway: project", "00000000-0000-0000-0000-000000000000"),
        Option("region", "Scaleway: region", "fr-par", required=False),
        _elsewhere("Scaleway"),
    ],
    "sparkpost": [
        Option("api_key", "SparkPost: API key", "0000"),
        Option("subaccount", "SparkPost: subaccount", "1", required=False),
        Option(
            "api_url",
            "SparkPost: API address, if not the one in the US",
            "https://api.eu.sparkpost.com/api/v1",
            required=False,
        ),
    ],
    "unisender_go": [
        Option("api_key", "Unisender Go: API key", "0000"),
        Option("api_url", "Unisender Go: data centre", "https://go1.unisender.ru/ru/transactional/api/v1/"),
    ],
}
