from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.csp import CSP
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from cinemahub.inbox import maildir
from cinemahub.inbox.frame import FRAME_POLICY, PAGE_POLICY, SANDBOX, Look, framed
from cinemahub.inbox.guard import development_only
from cinemahub.inbox.letters import Letter

FILE_POLICY = {"default-src": CSP.NONE, "sandbox": ""}


@development_only
@require_safe
@csp_override(PAGE_POLICY)
def letter(request: HttpRequest, key: str) -> HttpResponse:
    letter = _letter_or_404(key)
    return _show(request, letter, "text" if letter.html is None else "html")


@development_only
@require_safe
def text(request: HttpRequest, key: str) -> HttpResponse:
    return _show(request, _letter_or_404(key), "text")


@development_only
@require_safe
def headers(request: HttpRequest, key: str) -> HttpResponse:
    return _show(request, _letter_or_404(key), "headers")


@development_only
@require_safe
def source(request: HttpRequest, key: str) -> HttpResponse:
    return _show(request, _letter_or_404(key), "source")


@development_only
@require_safe
@csp_override(FRAME_POLICY)
@xframe_options_sameorigin
def frame(request: HttpRequest, key: str) -> HttpResponse:
    html = _letter_or_404(key).html
    if html is None:
        raise Http404
    return HttpResponse(framed(html, Look.chosen(request.GET.get("look", ""))))


@development_only
@require_safe
@csp_override(FILE_POLICY)
def attachment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Save a file; no browser shows it, whatever it says it is."""
    attachments = _letter_or_404(key).attachments
    if not 1 <= number <= len(attachments):
        raise Http404
    found = attachments[number - 1]
    response = HttpResponse(found.content, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=found.name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@development_only
@require_POST
def delete(request: HttpRequest, key: str) -> HttpResponse:
    maildir.delete(_letter_or_404(key))
    return redirect("inbox:list")


def _show(request: HttpRequest, letter: Letter, view: str) -> HttpResponse:
    maildir.mark_read(letter)
    newer, older = maildir.neighbours(letter.key)
    context = {
        "letter": letter,
        "view": view,
        "look": Look.chosen(request.GET.get("look", "")),
        "sandbox": SANDBOX,
        "newer": newer,
        "older": older,
    }
    return render(request, f"inbox/letter_{view}.html", context)


def _letter_or_404(key: str) -> Letter:
    if letter := maildir.find(key):
        return letter
    raise Http404
