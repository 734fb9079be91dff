"""Answers to people who must wait: the form they have filled in, with what they typed but for passwords."""

import math
from datetime import timedelta
from typing import Any

from django.forms import BaseForm, PasswordInput
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic.edit import FormView

MAX_TYPED = 254  # characters of a field that are shown again


def too_often(request: HttpRequest, wait: timedelta) -> HttpResponse:
    """Say when there may be another try."""
    minutes = math.ceil(wait.total_seconds() / 60)
    return _refuse(request, "429.html", 429, wait, {"minutes": minutes, "wait_minutes": minutes})


def busy(request: HttpRequest) -> HttpResponse:
    """Say that too many others sign in."""
    return _refuse(request, "503.html", 503, timedelta(seconds=5), {"is_busy": True})


def _refuse(request: HttpRequest, template: str, status: int, wait: timedelta, said: dict[str, Any]) -> HttpResponse:
    view = _form_view(request)
    page = (view.get_template_names(), view.get_context_data(form=_typed_again(view))) if view else (template, {})
    response = render(request, page[0], page[1] | said, status=status)
    response.headers["Retry-After"] = str(max(1, math.ceil(wait.total_seconds())))
    response.headers["Cache-Control"] = "no-store"
    return response


def _form_view(request: HttpRequest) -> "FormView[Any] | None":
    """Return the view of the form that was sent; None if the page is another, or shows more than a form."""
    match = request.resolver_match
    view_class = getattr(match.func, "view_class", None) if match else None
    if match is None or match.kwargs or view_class is None or not issubclass(view_class, FormView):
        return None
    view: FormView[Any] = view_class(**getattr(match.func, "view_initkwargs", {}))
    view.setup(request)
    return view


def _typed_again(view: "FormView[Any]") -> BaseForm:
    """Fill in a new form, which unlike the one that was sent is not checked: that would hash the password."""
    kwargs = view.get_form_kwargs()
    data = kwargs.pop("data", {})
    kwargs.pop("files", None)
    form: BaseForm = view.get_form_class()(**kwargs)
    for name, field in form.fields.items():
        if name in data and not isinstance(field.widget, PasswordInput):
            form.initial[name] = data[name][:MAX_TYPED]
    return form
