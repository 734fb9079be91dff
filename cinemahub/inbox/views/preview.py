from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_info
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from cinemahub.inbox.frame import FRAME_POLICY, PAGE_POLICY, SANDBOX, Look, framed
from cinemahub.inbox.guard import development_only
from cinemahub.inbox.preview import Preview, preview_of
from cinemahub.mail.letters import Letter, declared_letter, declared_letters


@development_only
@require_safe
def preview_list(request: HttpRequest) -> HttpResponse:
    letters = [(letter.name, _in_every_language(letter)) for letter in declared_letters()]
    return render(request, "inbox/previews.html", {"letters": letters})


@development_only
@require_safe
@csp_override(PAGE_POLICY)
def preview(request: HttpRequest, name: str, language: str) -> HttpResponse:
    languages = [get_language_info(code) for code, _ in settings.LANGUAGES]
    context = {
        "preview": _preview_or_404(name, language),
        "languages": languages,
        "look": Look.chosen(request.GET.get("look", "")),
        "sandbox": SANDBOX,
    }
    return render(request, "inbox/preview.html", context)


@development_only
@require_safe
@csp_override(FRAME_POLICY)
@xframe_options_sameorigin
def frame(request: HttpRequest, name: str, language: str) -> HttpResponse:
    look = Look.chosen(request.GET.get("look", ""))
    return HttpResponse(framed(_preview_or_404(name, language).html, look))


def _in_every_language(letter: Letter) -> list[Preview]:
    return [preview_of(letter, code) for code, _ in settings.LANGUAGES] if letter.sample else []


def _preview_or_404(name: str, language: str) -> Preview:
    if language not in dict(settings.LANGUAGES):
        raise Http404
    try:
        return preview_of(declared_letter(name), language)
    except LookupError:
        raise Http404 from None
