from typing import Any, override

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cinemahub.mail import outbox
from cinemahub.mail.admin.read_only import ReadOnlyAdmin
from cinemahub.mail.privacy.addresses import searchable_address
from users.letters import password_reset
from users.models import SecurityEvent, User


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Staff send a reset letter; nobody but the owner sets or sees a password."""

    list_display = ["email", "name", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    ordering = ["-pk"]
    fields = [
        "email", "name", "language", "is_active", "is_staff", "is_superuser", "groups", "user_permissions",
        "date_joined", "last_login",
    ]  # fmt: skip
    readonly_fields = ["date_joined", "last_login"]
    filter_horizontal = ["groups", "user_permissions"]
    actions = ["send_reset_letter"]

    @override
    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[User], search_term: str
    ) -> tuple[QuerySet[User], bool]:
        """Find names by what was typed, and addresses by how they are stored."""
        by_name, duplicates = super().get_search_results(request, queryset, search_term)
        by_address, _duplicates = super().get_search_results(request, queryset, searchable_address(search_term))
        return by_name | by_address, duplicates

    @override
    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Send a letter that sets a new password"), permissions=["change"])
    def send_reset_letter(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            outbox.enqueue(password_reset, to=user.email, language=user.language)
        self.message_user(request, _("The letters are on their way."), messages.SUCCESS)


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "user", "kind", "browser"]
    list_filter = ["kind"]
    search_fields = ["user__email"]
    list_select_related = ["user"]
    ordering = ["-pk"]
