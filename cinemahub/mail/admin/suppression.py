from typing import override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.admin.read_only import ReadOnlyAdmin
from cinemahub.mail.models import Suppression
from cinemahub.mail.privacy.hashing import address_hashes


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    list_display = ["address_hash", "reason", "answer", "since"]
    search_fields = ["address_hash"]
    search_help_text = _("The whole address")
    actions = ["lift"]

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Suppression], search_term: str
    ) -> tuple[QuerySet[Suppression], bool]:
        return (queryset.filter(address_hash__in=address_hashes(search_term)) if search_term else queryset), False

    @admin.action(description=_("Lift"), permissions=["operate"])
    def lift(self, request: HttpRequest, suppressions: QuerySet[Suppression]) -> None:
        lifted, _details = suppressions.delete()
        self.message_user(request, _("%d addresses may be written to again.") % lifted)
