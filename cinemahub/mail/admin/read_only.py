from collections.abc import Callable
from typing import TYPE_CHECKING, Any, override

from django.contrib import admin
from django.http import HttpRequest

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

EVERYWHERE = [admin.ActionLocation.CHANGE_LIST, admin.ActionLocation.CHANGE_FORM]  # where an action is offered


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows what the worker wrote; staff act on it through actions only."""

    search_hint: "str | _StrPromise" = ""  # Django puts its own where axe takes it for the label

    @override
    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @override
    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @override
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_operate_permission(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)


def operation[F: Callable[..., Any]](description: "str | _StrPromise") -> Callable[[F], F]:
    """Make an action of a method, guarded as Django guards changes, which the pages themselves do not offer."""
    return admin.action(permissions=["operate"], description=description, location=EVERYWHERE)
