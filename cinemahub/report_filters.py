"""What a debug page and an error mail leave out."""

import os
from typing import Any, override

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class NoEnvironmentFilter(SafeExceptionReporterFilter):
    """Django's filter, without the process environment, which servers add to what they say of a request."""

    @override
    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        meta: dict[str, Any] = super().get_safe_request_meta(request)
        return {name: value for name, value in meta.items() if request.META.get(name) != os.environ.get(name, "")}


class NamesOnlyFilter(NoEnvironmentFilter):
    """Of forms and cookies the names alone."""

    @override
    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return dict.fromkeys(request.POST, self.cleansed_substitute) if request else {}

    @override
    def get_safe_cookies(self, request: HttpRequest) -> dict[str, Any]:
        return dict.fromkeys(request.COOKIES, self.cleansed_substitute)
