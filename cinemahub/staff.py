"""The staff's pages: Django's admin, which opens with the mail."""

from typing import Any, override

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

NOT_TRANSLATED_BY_DJANGO = [_("- Select an option -")]  # its other texts are


class StaffConfig(AdminConfig):
    default = False
    default_site = "cinemahub.staff.StaffSite"


def _site_name() -> str:
    name: str = settings.SITE_NAME
    return name


class StaffSite(AdminSite):
    site_header = site_title = lazy(_site_name, str)()
    index_title = _("For staff")

    @override
    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        if request.user.has_perm("mail.view_outboxletter"):
            from cinemahub.mail.admin.overview import overview

            extra_context = (extra_context or {}) | {"mail": overview()}
        return super().index(request, extra_context)
