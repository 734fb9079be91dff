from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.service import Option, Pages, Provider


def _account(api: Api) -> Domains:
    answer = api.post("senders/domains.json", json={"key": api.option("api_key")})
    return {each["domain"]: bool(each["valid_signing"]) for each in answer}


SERVICE = Provider(
    key="mandrill",
    name="Mandrill",
    # https://anymail.dev/en/stable/esps/mandrill/
    options=(
        Option(variable="MANDRILL_API_KEY", name="api_key", comment=_("API key"), example="md-0000", secret=True),
        Option(
            variable="MANDRILL_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="MANDRILL_API_KEY",
        keys="Settings > SMTP & API info, https://mandrillapp.com/settings",
        senders="Settings > Domains, https://mandrillapp.com/settings/sending-domains",
        account="https://mandrillapp.com",
        address="MANDRILL_API_URL",
    ),
    rewrites_links=True,
    help_hosts=(
        "mandrillapp.com",
        "mailchimp.com",
    ),
    selectors=("mandrill", "mte1", "mte2"),
    account=_account,  # https://mailchimp.com/developer/transactional/api/senders/
)
