from typing import Any, override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cinemahub.mail.admin.filters import CauseFilter, KindFilter
from cinemahub.mail.admin.lifting import lift_and_tell
from cinemahub.mail.admin.read_only import ReadOnlyAdmin, operation
from cinemahub.mail.admin.timeline import timeline
from cinemahub.mail.admin.words import kind_in_words, words
from cinemahub.mail.models import OutboxLetter
from cinemahub.mail.models.outbox_queryset import OutboxQuerySet
from cinemahub.mail.privacy.hashing import address_hashes

MAX_LIFTED = 20  # at once, as each is a call to the provider


@admin.register(OutboxLetter)
class OutboxLetterAdmin(ReadOnlyAdmin):
    """Where is my email? Search by the whole address."""

    list_display = ["created_at", "what", "address", "state", "delivery", "why"]
    list_filter = ["state", "delivery", CauseFilter, KindFilter, "created_at"]
    search_fields = ["address_hash"]
    search_hint = _("Where is my email? Type the whole address.")
    show_full_result_count = False
    ordering = ["-pk"]
    actions = ["send_again", "send_again_alike", "give_up", "lift"]
    fields = [
        "what", "address", "language", "parameters", "state", "delivery", "why", "timeline",
        "tries", "created_at", "expires_at", "due_at", "finished_at", "message_id", "provider_id",
    ]  # fmt: skip

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[OutboxLetter], search_term: str
    ) -> tuple[QuerySet[OutboxLetter], bool]:
        """Find by the hash of the address, which is indexed however many letters there are."""
        found = queryset.filter(address_hash__in=address_hashes(search_term)) if search_term else queryset
        return found, False

    @admin.display(description=_("kind"), ordering="kind")
    def what(self, row: OutboxLetter) -> str:
        return kind_in_words(row.kind)

    @admin.display(description=_("reason"))
    def why(self, row: OutboxLetter) -> str:
        return words(row.reason)

    @admin.display(description=_("what happened"))
    def timeline(self, row: OutboxLetter) -> SafeString:
        lines = (
            (localize(localtime(moment.at)) if moment.at else "", moment.text, moment.answer, moment.remedy)
            for moment in timeline(row)
        )
        return format_html_join("", "<p>{} <strong>{}</strong> {} <em>{}</em></p>", lines)

    @operation(_("Send again"))
    def send_again(self, request: HttpRequest, letters: Any) -> None:
        self._tell_sent_again(request, letters.send_again())

    @operation(_("Send again all that failed for the same cause"))
    def send_again_alike(self, request: HttpRequest, letters: OutboxQuerySet) -> None:
        alike = OutboxLetter.objects.failed_for({letter.reason for letter in letters})
        self._tell_sent_again(request, alike.send_again())

    @operation(_("Give up"))
    def give_up(self, request: HttpRequest, letters: Any) -> None:
        number = letters.give_up()
        self.message_user(request, ngettext("%d email was given up.", "%d emails were given up.", number) % number)

    @operation(_("Lift the suppression of the address, also at the provider"))
    def lift(self, request: HttpRequest, letters: QuerySet[OutboxLetter]) -> None:
        for address in sorted(set(letters.values_list("address", flat=True)[:MAX_LIFTED])):
            lift_and_tell(request, address)

    def _tell_sent_again(self, request: HttpRequest, number: int) -> None:
        self.message_user(
            request, ngettext("%d email is waiting again.", "%d emails are waiting again.", number) % number
        )
