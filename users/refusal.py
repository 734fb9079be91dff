"""Answers to those who must wait."""

import math
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def too_often(request: HttpRequest, wait: timedelta) -> HttpResponse:
    """Say when there may be another try."""
    return _refuse(request, "429.html", 429, wait)


def busy(request: HttpRequest) -> HttpResponse:
    """Say that too many others sign in."""
    return _refuse(request, "503.html", 503, timedelta(seconds=5))


def _refuse(request: HttpRequest, template: str, status: int, wait: timedelta) -> HttpResponse:
    seconds = max(1, math.ceil(wait.total_seconds()))
    response = render(request, template, {"minutes": math.ceil(seconds / 60)}, status=status)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
