from typing import Any, override

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cinemahub.mail.admin.words import kind_in_words, words
from cinemahub.mail.models import OutboxLetter


class CauseFilter(admin.SimpleListFilter):
    """Offers the causes there are, in words."""

    title = _("cause")
    parameter_name = "reason"

    @override
    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        causes = OutboxLetter.objects.exclude(reason="").order_by().values_list("reason", flat=True).distinct()
        return sorted(((code, words(code)) for code in causes), key=lambda choice: choice[1])

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[OutboxLetter]) -> QuerySet[OutboxLetter]:
        return queryset.filter(reason=self.value()) if self.value() else queryset


class KindFilter(admin.SimpleListFilter):
    """Offers the kinds there are, by the names that staff know."""

    title = _("kind")
    parameter_name = "kind"

    @override
    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = OutboxLetter.objects.order_by().values_list("kind", flat=True).distinct()
        return sorted(((kind, kind_in_words(kind)) for kind in kinds), key=lambda choice: choice[1])

    @override
    def queryset(self, request: HttpRequest, queryset: QuerySet[OutboxLetter]) -> QuerySet[OutboxLetter]:
        return queryset.filter(kind=self.value()) if self.value() else queryset
