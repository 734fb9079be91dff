from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_POST, require_safe

from cinemahub.inbox import maildir, transport
from cinemahub.inbox.frame import FRAME_POLICY, PAGE_POLICY, SANDBOX, framed
from cinemahub.inbox.guard import development_only
from cinemahub.inbox.letters import Letter

LETTERS_LISTED = 100
REFRESH_SECONDS = 10


@development_only
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    mailbox = transport.mailbox()
    paused = "paused" in request.GET
    letters = maildir.newest_first(LETTERS_LISTED + 1)
    context = {
        "letters": letters[:LETTERS_LISTED],
        "has_older": len(letters) > LETTERS_LISTED,
        "listed": LETTERS_LISTED,
        "mailbox": mailbox,
        "paused": paused,
        "seconds": REFRESH_SECONDS,
    }
    response = render(request, "inbox/list.html", context)
    if not paused and not mailbox:
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


@development_only
@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    maildir.empty()
    return redirect("inbox:list")


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
    return HttpResponse(framed(html))


def _show(request: HttpRequest, letter: Letter, view: str) -> HttpResponse:
    return render(request, f"inbox/letter_{view}.html", {"letter": letter, "view": view, "sandbox": SANDBOX})


def _letter_or_404(key: str) -> Letter:
    if letter := maildir.find(key):
        return letter
    raise Http404
