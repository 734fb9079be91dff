"""What a debug page and an error mail leave out."""

import os
import re
from typing import Any, override

from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter


class NoEnvironmentFilter(SafeExceptionReporterFilter):
    """Django's filter, without the process environment, which servers add to what they say of a request."""

    hidden_settings = re.compile(
        f"{SafeExceptionReporterFilter.hidden_settings.pattern}|DSN|PWD|DATABASE_(DIRECT_)?URL", re.IGNORECASE
    )

    @override
    def get_safe_request_meta(self, request: HttpRequest | None) -> dict[str, Any]:
        meta: dict[str, Any] = super().get_safe_request_meta(request) if request else {}
        return {name: value for name, value in meta.items() if name not in os.environ}


class NamesOnlyFilter(NoEnvironmentFilter):
    """Report only the names of form fields and cookies."""

    @override
    def get_post_parameters(self, request: HttpRequest | None) -> dict[str, Any]:
        return dict.fromkeys(request.POST, self.cleansed_substitute) if request else {}

    @override
    def get_safe_cookies(self, request: HttpRequest | None) -> dict[str, Any]:
        return dict.fromkeys(request.COOKIES, self.cleansed_substitute) if request else {}
