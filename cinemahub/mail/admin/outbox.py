from typing import Any, override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_datetime
from django.utils.formats import localize
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.admin.read_only import ReadOnlyAdmin
from cinemahub.mail.diagnosis.causes.registry import CAUSES, cause_of
from cinemahub.mail.models import OutboxLetter, Reason, State
from cinemahub.mail.privacy.hashing import address_hashes


@admin.register(OutboxLetter)
class OutboxLetterAdmin(ReadOnlyAdmin):
    """Where is my letter? Search by the whole address."""

    list_display = ["created_at", "kind", "address", "state", "why", "tries", "due_at", "finished_at"]
    list_filter = ["state", "kind", "created_at"]
    search_fields = ["address_hash"]
    search_help_text = _("The whole address")
    show_full_result_count = False
    ordering = ["-pk"]
    actions = ["send_again", "give_up"]
    fields = [
        "kind", "address", "language", "parameters", "state", "why", "timeline",
        "created_at", "expires_at", "due_at", "finished_at", "message_id",
    ]  # fmt: skip

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[OutboxLetter], search_term: str
    ) -> tuple[QuerySet[OutboxLetter], bool]:
        """Find by the hash of the address, which is indexed however many letters there are."""
        found = queryset.filter(address_hash__in=address_hashes(search_term)) if search_term else queryset
        return found, False

    @admin.display(description=_("reason"))
    def why(self, row: OutboxLetter) -> str:
        return _words(row.reason)

    @admin.display(description=_("what happened"))
    def timeline(self, row: OutboxLetter) -> SafeString:
        tries = [
            (parse_datetime(entry["at"]), _words(entry["outcome"]), entry["transport"], entry["answer"])
            for entry in row.history
        ]
        events = [(row.created_at, _("asked"), "", ""), *tries]
        if row.finished_at:
            events.append((row.finished_at, row.get_state_display(), "", _words(row.reason)))
        lines = ((localize(localtime(at)), *rest) for at, *rest in events)
        return format_html_join("", "<p>{} {} {} {}</p>", lines)

    @admin.action(description=_("Send again"), permissions=["operate"])
    def send_again(self, request: HttpRequest, letters: Any) -> None:
        self.message_user(request, _("%d letters wait again.") % letters.send_again())

    @admin.action(description=_("Give up"), permissions=["operate"])
    def give_up(self, request: HttpRequest, letters: Any) -> None:
        self.message_user(request, _("%d letters given up.") % letters.give_up())


def _words(code: str) -> str:
    """Say a reason, an outcome or the code of a diagnosis in words."""
    words = dict(Reason.choices) | dict(State.choices)
    return str(words.get(code) or (cause_of(code) if code in CAUSES else code))
