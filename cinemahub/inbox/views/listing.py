from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cinemahub.inbox import maildir, transport
from cinemahub.inbox.guard import development_only

LETTERS_LISTED = 100
REFRESH_SECONDS = 5


@development_only
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    letters = maildir.newest_first(LETTERS_LISTED + 1, query)
    context = {
        "letters": letters[:LETTERS_LISTED],
        "has_older": len(letters) > LETTERS_LISTED,
        "listed": LETTERS_LISTED,
        "unread": maildir.count_unread(),
        "query": query,
        "mailbox": transport.mailbox(),
        "paused": "paused" in request.GET,
        "seconds": REFRESH_SECONDS,
    }
    return render(request, "inbox/list.html", context)


@development_only
@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    maildir.empty()
    return redirect("inbox:list")
