from django.utils.translation import gettext_lazy as _

from cinemahub.mail.services.account import Api, Domains
from cinemahub.mail.services.service import Option, Pages, Provider


def _account(api: Api) -> Domains:
    headers = {"X-Auth-Token": api.option("secret_key")}
    answer = api.get("domains", headers=headers, params={"project_id": api.option("project_id")})
    return {each["name"]: each["status"] == "checked" for each in answer["domains"]}


SERVICE = Provider(
    key="scaleway",
    name="Scaleway",
    # https://anymail.dev/en/stable/esps/scaleway/
    options=(
        Option(
            variable="SCALEWAY_SECRET_KEY", name="secret_key", comment=_("secret key"), example="secret", secret=True
        ),
        Option(
            variable="SCALEWAY_PROJECT_ID",
            name="project_id",
            comment=_("project"),
            example="00000000-0000-0000-0000-000000000000",
        ),
        Option(variable="SCALEWAY_REGION", name="region", comment=_("region"), example="fr-par", required=False),
        Option(
            variable="SCALEWAY_API_URL",
            name="api_url",
            comment=_("API address, if not the usual one"),
            example="https://api.example/",
            required=False,
        ),
    ),
    pages=Pages(
        key="SCALEWAY_SECRET_KEY, SCALEWAY_PROJECT_ID",
        keys="IAM > API keys, https://console.scaleway.com/iam/api-keys",
        senders="Transactional Email > Domains, https://console.scaleway.com/transactional-email/domains",
        account="https://console.scaleway.com/transactional-email",
        address="SCALEWAY_REGION",
    ),
    help_hosts=("scaleway.com",),
    account=_account,  # https://www.scaleway.com/en/developers/api/transactional-email/
)
