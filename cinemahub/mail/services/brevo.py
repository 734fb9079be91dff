from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.service import Option, Pages, Provider


def _account(api: Api) -> Domains:
    answer = api.get("senders/domains", headers={"api-key": api.option("api_key")})
    return {each["domain_name"]: bool(each["authenticated"]) for each in answer.get("domains", [])}


SERVICE = Provider(
    key="brevo",
    name="Brevo",
    # https://anymail.dev/en/stable/esps/brevo/
    options=(
        Option(variable="BREVO_API_KEY", name="api_key", comment=_("API key"), example="xkeysib-0000", secret=True),
        Option(
            variable="BREVO_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="BREVO_API_KEY",
        keys="Settings > SMTP & API > API keys, https://app.brevo.com/settings/keys/api",
        senders="Settings > Senders, domains & dedicated IPs > Domains, https://app.brevo.com/senders/domain/list",
        account="https://app.brevo.com",
        address="BREVO_API_URL",
    ),
    wrong_key_starts=("xsmtpsib-",),  # of its SMTP server
    help_hosts=("brevo.com",),
    selectors=("brevo1", "brevo2", "mail"),
    account=_account,  # https://developers.brevo.com/reference/getdomains
)
