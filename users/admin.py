from collections.abc import Iterable
from typing import Any, override

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cinemahub.mail import outbox
from cinemahub.mail.admin.read_only import EVERYWHERE, ReadOnlyAdmin
from cinemahub.mail.privacy.addresses import searchable_address
from users import address_change
from users.deletion import delete_account
from users.letters import password_reset
from users.models import SecurityEvent, User

RIGHTS = ["is_staff", "is_superuser", "groups", "user_permissions"]


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """Staff look after ordinary accounts; rights, staff and superusers are for superusers.

    Nobody but the owner sets or sees a password, and what staff do goes the ways that the owner's deeds go.
    """

    list_display = ["visible_email", "name", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["email", "name"]
    ordering = ["-pk"]
    fields = ["email", "name", "language", "is_active", *RIGHTS, "date_joined", "last_login"]
    readonly_fields = ["date_joined", "last_login"]
    filter_horizontal = ["groups", "user_permissions"]
    actions = ["send_reset_letter"]

    @override
    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [*self.readonly_fields, *([] if _is_superuser(request) else RIGHTS)]

    @override
    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    @override
    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

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
            return
        new_address, obj.email = obj.email, form.initial["email"]
        super().save_model(request, obj, form, change)
        if {"is_active", *RIGHTS} & set(form.changed_data):
            obj.revoke()
        if new_address != obj.email:
            address_change.confirm(obj, new_address, None)

    @override
    def get_deleted_objects(
        self, objs: Iterable[User], request: HttpRequest
    ) -> tuple[list[Any], dict[str, int], set[str], list[Any]]:
        """Ask for no right to delete what belongs to an account: it is the account that goes, with all of it."""
        users = list(objs)
        refused = {str(self.opts.verbose_name) for user in users if not self.has_delete_permission(request, user)}
        return [str(user) for user in users], {str(self.opts.verbose_name_plural): len(users)}, refused, []

    @override
    def delete_model(self, request: HttpRequest, obj: User) -> None:
        delete_account(obj, None)

    @override
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        for user in queryset:
            delete_account(user, None)

    @admin.display(description=_("email address"), ordering="email")
    def visible_email(self, user: User) -> str:
        return user.visible_email

    @admin.action(description=_("Email a password reset link"), permissions=["change"], location=EVERYWHERE)
    def send_reset_letter(self, request: HttpRequest, users: QuerySet[User]) -> None:
        outbox.enqueue_all(password_reset, users.order_by().values_list("email", "language").iterator())
        self.message_user(request, _("The emails are on their way."), messages.SUCCESS)


@admin.register(SecurityEvent)
class SecurityEventAdmin(ReadOnlyAdmin):
    list_display = ["at", "user", "kind", "browser"]
    list_filter = ["kind"]
    search_fields = ["user__email"]
    list_select_related = ["user"]
    ordering = ["-pk"]


def _is_superuser(request: HttpRequest) -> bool:
    return request.user.is_active and request.user.is_superuser


def _may_touch(request: HttpRequest, user: User | None) -> bool:
    return user is None or _is_superuser(request) or not (user.is_staff or user.is_superuser)
