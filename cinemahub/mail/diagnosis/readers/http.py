"""What an HTTP answer of a provider shows."""

import re
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

from django.utils import timezone

from cinemahub.mail.diagnosis.finding import Finding
from cinemahub.mail.diagnosis.patterns import http as answers
from cinemahub.mail.diagnosis.vocabulary import Step
from cinemahub.mail.privacy.masking import MAX_READ


def read_http(status: int, body: str, headers: Mapping[str, str], provider: str) -> Finding:
    body = body[:MAX_READ]
    retry_after = seconds_until(headers.get("Retry-After") or headers.get("retry-after") or "")
    return Finding(_cause(status, body), Step.API, body, status, retry_after, provider)


def seconds_until(retry_after: str) -> float | None:
    """Read a Retry-After header: seconds or a date (RFC 9110, 10.2.3)."""
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment, timezone.get_fixed_timezone(0))
    return max(0.0, (moment - timezone.now()).total_seconds())


def cause_by_text(status: int, body: str) -> str:
    """Find a cause that the words give away, "" if they do not."""
    readable = _readable_causes(status)
    found = (code for code, text in answers.PATTERNS if code in readable and re.search(text, body, re.IGNORECASE))
    return next(found, "")


def _cause(status: int, body: str) -> str:
    if status // 100 == 2 and re.search(answers.REFUSED_WITH_SUCCESS, body, re.IGNORECASE):
        status = 400
    by_status = answers.STATUSES.get(status) or answers.CLASSES.get(status // 100, "answer_not_understood")
    return cause_by_text(status, body) or by_status


def _readable_causes(status: int) -> set[str]:
    match status // 100:
        case 4:
            return answers.WORTH_READING.get(status) or {code for code, _ in answers.PATTERNS}
        case 5:
            return answers.WORTH_READING_IN_5XX
    return set()
