"""What SpamAssassin and rspamd make of the emails, beside what they make of Django's own."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings as site
from pytest_django import Settings

from tests.filters import rspamd, spamassassin
from tests.filters.received import READER, SHAPES, ours, stock
from tests.filters.verdict import Verdict
from users.letters import email_changed, password_reset
from users.models import User
from users.reset_link import ResetTokenGenerator
from users.tests.real_letters import EVERY_LETTER

LANGUAGES = [code for code, _ in site.LANGUAGES]
STOCK = "Django's own"
COMPARED = ("staging", "production")
FEW = [password_reset, email_changed]  # of the other shapes, as a filter takes its time
AVOIDABLE = {  # in development too
    *("MID_BARE_IP", "MID_RHS_NOT_FQDN", "URI_COUNT_ODD", "HEADER_REPLYTO_EMPTY_DELIMITER", "MANY_INVISIBLE_PARTS"),
    *("FREEMAIL_REPLY", "MIXED_ES", "STY_INVIS_DIRECT", "FONT_INVIS_MSGID", "PDS_BTC_ID", "INVALID_MSGID"),
}

NOW = datetime(2026, 5, 31, 21, 5, tzinfo=UTC).replace(tzinfo=None)  # as Django's generator has it

type Key = tuple[str, str, str]  # shape, language, letter


@pytest.fixture
def emails(db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> dict[Key, bytes]:
    # What is random in a link would give another number of letters e at each run, which a rule counts.
    monkeypatch.setattr(ResetTokenGenerator, "_now", lambda self: NOW)
    made = {}
    for shape in SHAPES:
        shape.apply(settings)
        for language in LANGUAGES:
            for letter in EVERY_LETTER if shape.name in COMPARED else FEW:
                made[shape.name, language, letter.name] = shape.received(ours(letter, _reader(), language))
            made[shape.name, language, STOCK] = shape.received(stock(_reader(), language, shape))
    return made


def _reader() -> User:
    User.objects.all().delete()
    return User.objects.create(pk=7, email=READER, password="!unusable", access_key="a" * 22, name="Dina")


@pytest.mark.skipif(not spamassassin.PROGRAM, reason="SpamAssassin is not installed: see .ci/run")
def test_spamassassin_has_no_more_against_them_than_against_django_s(emails: dict[Key, bytes]) -> None:
    judged = spamassassin.judge(list(emails.values()), program=str(spamassassin.PROGRAM))
    assert_at_or_below_stock(dict(zip(emails, judged, strict=True)))


@pytest.mark.skipif(not rspamd.PROGRAM, reason="rspamd is not installed: see .ci/run")
def test_rspamd_has_no_more_against_them_than_against_django_s(emails: dict[Key, bytes], tmp_path: Path) -> None:
    with rspamd.running(tmp_path, program=str(rspamd.PROGRAM)) as filter:
        assert_at_or_below_stock({key: filter.judge(email) for key, email in emails.items()})


def assert_at_or_below_stock(verdicts: dict[Key, Verdict]) -> None:
    assert {key: verdict.rules & AVOIDABLE for key, verdict in verdicts.items() if _has(verdict, key)} == {}
    worse = {
        key: verdict
        for key, verdict in verdicts.items()
        if key[0] in COMPARED and verdict.score > verdicts[(*key[:2], STOCK)].score
    }
    assert worse == {}


def _has(verdict: Verdict, key: Key) -> bool:
    return key[2] != STOCK and bool(verdict.rules & AVOIDABLE)
