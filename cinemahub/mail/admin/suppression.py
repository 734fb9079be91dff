from typing import override

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cinemahub.mail.admin.lifting import lift_and_tell
from cinemahub.mail.admin.read_only import ReadOnlyAdmin, operation
from cinemahub.mail.admin.words import kind_in_words, what_to_do, words
from cinemahub.mail.models import Delivery, DeliveryEvent, OutboxLetter, Suppression
from cinemahub.mail.privacy.hashing import address_hashes

MAX_LETTERS = 20


class AddressForm(ActionForm):
    """An address is kept as a hash alone, and a provider must be told which it is."""

    address = forms.EmailField(label=_("The whole address"), required=False)


@admin.register(Suppression)
class SuppressionAdmin(ReadOnlyAdmin):
    list_display = ["address_hash", "why", "answer", "since"]
    fields = ["address_hash", "why", "remedy", "answer", "since", "letters"]
    search_fields = ["address_hash"]
    search_hint = _("The whole address")
    action_form = AddressForm
    actions = ["lift", "lift_everywhere"]

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Suppression], search_term: str
    ) -> tuple[QuerySet[Suppression], bool]:
        return (queryset.filter(address_hash__in=address_hashes(search_term)) if search_term else queryset), False

    @admin.display(description=_("reason"))
    def why(self, suppression: Suppression) -> str:
        return words(suppression.reason)

    @admin.display(description=_("what to do"))
    def remedy(self, suppression: Suppression) -> str:
        return what_to_do(suppression.reason)

    @admin.display(description=_("emails to this address"))
    def letters(self, suppression: Suppression) -> SafeString:
        """Tell the address's history: the newest letters, and how often one came back or was put off."""
        events = DeliveryEvent.objects.filter(letter__address_hash=suppression.address_hash)
        soft = events.filter(delivery__in=[Delivery.BOUNCED, Delivery.DEFERRED]).count()
        newest = OutboxLetter.objects.filter(address_hash=suppression.address_hash).order_by("-created_at")
        lines = (
            (
                reverse("admin:mail_outboxletter_change", args=[row.pk]),
                localize(localtime(row.created_at)),
                kind_in_words(row.kind),
                row.get_delivery_display() or row.get_state_display(),
                words(row.reason),
            )
            for row in newest[:MAX_LETTERS]
        )
        count = format_html("<p>{}</p>", _("Came back or put off: %d times") % soft)
        return count + format_html_join("", '<p><a href="{}">{} {}</a> {} {}</p>', lines)

    @operation(_("Lift"))
    def lift(self, request: HttpRequest, suppressions: QuerySet[Suppression]) -> HttpResponse:
        lifted, _details = suppressions.delete()
        self.message_user(request, _lifted(lifted))
        return redirect("admin:mail_suppression_changelist")

    @operation(_("Lift, also at the provider (type the address)"))
    def lift_everywhere(self, request: HttpRequest, suppressions: QuerySet[Suppression]) -> HttpResponse | None:
        on_its_page = f"{admin.ActionLocation.CHANGE_FORM.value}-address"
        address = (request.POST.get(on_its_page) or request.POST.get("address", "")).strip()
        if not suppressions.filter(address_hash__in=address_hashes(address)).exists():
            self.message_user(request, _("That is not the address of the suppression you chose."), messages.ERROR)
            return None
        lift_and_tell(request, address)
        return redirect("admin:mail_suppression_changelist")


def _lifted(number: int) -> str:
    return ngettext("%d address can be emailed again.", "%d addresses can be emailed again.", number) % number
