"""The one address at which the provider tells what became of letters."""

import logging
from collections.abc import Sequence
from http import HTTPStatus

from django.db import DatabaseError, DataError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.csrf import csrf_exempt

from cinemahub.mail.arrival.record import record
from cinemahub.mail.arrival.told import Told
from cinemahub.mail.arrival.webhooks.body import RefusedError
from cinemahub.mail.arrival.webhooks.hook import Hook, configured_hook
from cinemahub.mail.arrival.webhooks.receivers import receiver_for
from cinemahub.mail.privacy.masking import traceback_without_words

LOOKS = {"GET", "HEAD"}  # by which some providers try an address when it is entered

log = logging.getLogger(__name__)


@csrf_exempt
def webhook(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    hook = configured_hook()
    if hook is None or not _is_address_of(hook, provider, secret):
        return _answer(HTTPStatus.NOT_FOUND)
    if request.method in LOOKS:
        return _answer(HTTPStatus.OK)
    if request.method != "POST":
        return _answer(HTTPStatus.METHOD_NOT_ALLOWED)
    return _answer(_receive(hook, request))


def _receive(hook: Hook, request: HttpRequest) -> HTTPStatus:
    """Choose what makes the provider do the right thing: 503 to try again, 4xx as it would be in vain."""
    try:
        _record(hook, receiver_for(hook).receive(request))
    except RefusedError as refused:
        log.warning("What %s sent was refused: %s", hook.provider, refused)
        return refused.status
    except (DatabaseError, InterfaceError) as error:
        log.warning("The database does not answer (%s); %s is to try again", type(error).__name__, hook.provider)
        return HTTPStatus.SERVICE_UNAVAILABLE
    except Exception as error:
        log.warning("What %s sent cannot be read", hook.provider, exc_info=traceback_without_words(error))
        return HTTPStatus.BAD_REQUEST
    return HTTPStatus.OK


def _record(hook: Hook, several: Sequence[Told]) -> None:
    """Write down each for itself: one that no database takes does not lose the others."""
    for told in several:
        try:
            record(told)
        except (DataError, ValueError) as error:
            log.warning("An event of %s cannot be stored", hook.provider, exc_info=traceback_without_words(error))


def _is_address_of(hook: Hook, provider: str, secret: str) -> bool:
    return constant_time_compare(f"{provider}/{secret}", f"{hook.provider}/{hook.secret}")


def _answer(status: HTTPStatus) -> HttpResponse:
    response = HttpResponse(status=status)
    response.headers["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django's line would have the address in it
    return response
