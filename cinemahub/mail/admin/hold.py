from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.admin.read_only import ReadOnlyAdmin
from cinemahub.mail.models import Hold


@admin.register(Hold)
class HoldAdmin(ReadOnlyAdmin):
    list_display = ["transport", "since", "cause", "remedy", "answer", "probes", "probe_at"]
    actions = ["release"]

    @admin.display(description=_("cause"))
    def cause(self, hold: Hold) -> str:
        return str(hold.diagnosis.cause)

    @admin.display(description=_("what to do"))
    def remedy(self, hold: Hold) -> str:
        return str(hold.diagnosis.remedy)

    @admin.action(description=_("Release"), permissions=["operate"])
    def release(self, request: HttpRequest, holds: Any) -> None:
        for hold in holds:
            Hold.release(hold.transport)
        self.message_user(request, _("Letters go on."))
