from tests.servers.providers.base import StrictProvider
from tests.servers.providers.brevo import Brevo
from tests.servers.providers.mailersend import MailerSend
from tests.servers.providers.mailgun import Mailgun
from tests.servers.providers.mailjet import Mailjet
from tests.servers.providers.mailtrap import Mailtrap
from tests.servers.providers.mandrill import Mandrill
from tests.servers.providers.postal import Postal
from tests.servers.providers.postmark import Postmark
from tests.servers.providers.resend import Resend
from tests.servers.providers.scaleway import Scaleway
from tests.servers.providers.sparkpost import SparkPost
from tests.servers.providers.unisender_go import UnisenderGo

OVER_HTTP: dict[str, type[StrictProvider]] = {
    each.name: each
    for each in (
        Brevo,
        MailerSend,
        Mailgun,
        Mailjet,
        Mailtrap,
        Mandrill,
        Postal,
        Postmark,
        Resend,
        Scaleway,
        SparkPost,
        UnisenderGo,
    )
}
