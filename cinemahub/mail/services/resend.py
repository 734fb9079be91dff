from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains, bearer
from cinemahub.mail.services.service import Option, Pages, Provider


def _account(api: Api) -> Domains:
    answer = api.get("domains", headers=bearer(api.option("api_key")))
    return {each["name"]: each["status"] == "verified" for each in answer["data"]}


SERVICE = Provider(
    key="resend",
    name="Resend",
    # https://anymail.dev/en/stable/esps/resend/
    options=(
        Option(variable="RESEND_API_KEY", name="api_key", comment=_("API key"), example="re_0000", secret=True),
        Option(
            variable="RESEND_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="RESEND_API_KEY",
        keys="API Keys, https://resend.com/api-keys",
        senders="Domains, https://resend.com/domains",
        account="https://resend.com",
        address="RESEND_API_URL",
    ),
    help_hosts=("resend.com",),
    selectors=("resend",),
    account=_account,  # https://resend.com/docs/api-reference/domains/list-domains
)
