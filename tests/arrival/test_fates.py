"""A provider's own words say whether an address is gone; Anymail's "bounced" does not."""

import dataclasses
from typing import Any

import pytest

from cinemahub.mail.arrival.blame import code_of, is_final
from cinemahub.mail.arrival.told import Told
from cinemahub.mail.services.registry import PROVIDERS
from cinemahub.mail.services.webhook import Fate

RAW: list[tuple[str, dict[str, Any], Fate | None]] = [
    ("amazon_ses", {"notificationType": "Bounce", "bounce": {"bounceType": "Permanent"}}, Fate.HARD),
    ("amazon_ses", {"eventType": "Bounce", "bounce": {"bounceType": "Transient"}}, Fate.SOFT),
    ("amazon_ses", {"eventType": "Bounce", "bounce": {"bounceType": "Undetermined"}}, Fate.SOFT),
    (
        "amazon_ses",
        {"eventType": "Bounce", "bounce": {"bounceType": "Permanent", "bounceSubType": "OnAccountSuppressionList"}},
        Fate.REJECTED,
    ),
    ("amazon_ses", {"eventType": "Complaint", "complaint": {"complaintFeedbackType": "not-spam"}}, Fate.NOTHING),
    (
        "amazon_ses",
        {"eventType": "Complaint", "complaint": {"complaintSubType": "OnAccountSuppressionList"}},
        Fate.REJECTED,
    ),
    ("amazon_ses", {"eventType": "DeliveryDelay"}, Fate.DEFERRED),
    ("brevo", {"event": "hard_bounce"}, Fate.HARD),
    ("brevo", {"event": "invalid_email"}, Fate.HARD),
    ("brevo", {"event": "soft_bounce"}, None),
    ("brevo", {"event": "blocked"}, None),
    ("mailersend", {"data": {"type": "hard_bounced"}}, Fate.HARD),
    ("mailersend", {"data": {"type": "soft_bounced"}}, None),
    ("mailgun", {"event-data": {"event": "failed", "severity": "permanent", "reason": "bounce"}}, Fate.HARD),
    (
        "mailgun",
        {"event-data": {"event": "failed", "severity": "permanent", "reason": "suppress-bounce"}},
        Fate.REJECTED,
    ),
    ("mailgun", {"event-data": {"event": "failed", "severity": "permanent", "reason": "generic"}}, Fate.SOFT),
    ("mailgun", {"event-data": {"event": "failed", "severity": "temporary", "reason": "bounce"}}, None),
    ("mailjet", {"event": "bounce", "hard_bounce": True}, Fate.HARD),
    ("mailjet", {"event": "bounce", "hard_bounce": False}, None),
    ("mailjet", {"event": "blocked", "hard_bounce": True}, None),
    ("mailtrap", {"event": "bounce"}, Fate.HARD),
    ("mailtrap", {"event": "soft bounce"}, None),
    ("mandrill", {"event": "hard_bounce"}, Fate.HARD),
    ("mandrill", {"event": "soft_bounce"}, None),
    ("postal", {"payload": {"status": "HardFail"}}, Fate.HARD),
    ("postal", {"payload": {"status": "SoftFail"}}, None),
    ("postal", {"payload": {"bounce": {}}}, None),
    ("postmark", {"RecordType": "Bounce", "Type": "HardBounce"}, Fate.HARD),
    ("postmark", {"RecordType": "Bounce", "Type": "BadEmailAddress"}, Fate.HARD),
    ("postmark", {"RecordType": "Bounce", "Type": "SoftBounce"}, None),
    ("postmark", {"RecordType": "Bounce", "Type": "SpamNotification"}, Fate.SOFT),
    ("postmark", {"RecordType": "SubscriptionChange", "SuppressSending": False}, Fate.NOTHING),
    (
        "postmark",
        {"RecordType": "SubscriptionChange", "SuppressSending": True, "SuppressionReason": "SpamComplaint"},
        Fate.COMPLAINED,
    ),
    (
        "postmark",
        {"RecordType": "SubscriptionChange", "SuppressSending": True, "SuppressionReason": "ManualSuppression"},
        Fate.UNSUBSCRIBED,
    ),
    ("resend", {"type": "email.bounced", "data": {"bounce": {"type": "Permanent"}}}, Fate.HARD),
    ("resend", {"type": "email.bounced", "data": {"bounce": {"type": "Transient"}}}, Fate.SOFT),
    (
        "resend",
        {"type": "email.bounced", "data": {"bounce": {"type": "Permanent", "subType": "Suppressed"}}},
        Fate.REJECTED,
    ),
    ("resend", {"type": "email.failed"}, Fate.REJECTED),
    ("resend", {"type": "email.suppressed"}, Fate.REJECTED),
    ("scaleway", {"type": "email_dropped"}, Fate.HARD),
    ("scaleway", {"type": "email_mailbox_not_found"}, Fate.HARD),
    ("scaleway", {"type": "email_blocklisted"}, Fate.REJECTED),
    ("scaleway", {"type": "email_spam", "email_response_code": 554}, Fate.SOFT),
    ("scaleway", {"type": "blocklist_created"}, None),
    ("sparkpost", {"msys": {"message_event": {"type": "bounce", "bounce_class": "10"}}}, Fate.HARD),
    ("sparkpost", {"msys": {"message_event": {"type": "out_of_band", "bounce_class": "30"}}}, Fate.HARD),
    ("sparkpost", {"msys": {"message_event": {"type": "bounce", "bounce_class": "25"}}}, Fate.REJECTED),
    *(
        ("sparkpost", {"msys": {"message_event": {"type": "bounce", "bounce_class": name}}}, None)
        for name in ("1", "20", "21", "22", "23", "24", "40", "50", "51", "70")
    ),
    ("sparkpost", {"msys": {"message_event": {"type": "delay", "bounce_class": "10"}}}, None),
    *(
        ("unisender_go", {"status": "hard_bounced", "delivery_info": {"delivery_status": name}}, Fate.HARD)
        for name in ("err_user_unknown", "err_user_inactive", "err_domain_inactive")
    ),
    *(
        ("unisender_go", {"status": "hard_bounced", "delivery_info": {"delivery_status": name}}, None)
        for name in ("err_mailbox_full", "err_spam_rejected", "err_unreachable", "err_lost", "err_too_large")
    ),
    ("unisender_go", {"status": "soft_bounced", "delivery_info": {"delivery_status": "err_user_unknown"}}, None),
]
HARD = Told(source="brevo", fate=Fate.HARD, recipient="anna@example.com")


@pytest.mark.parametrize(("provider", "raw", "fate"), RAW)
def test_the_raw_type_decides(provider: str, raw: dict[str, Any], fate: Fate | None) -> None:
    webhook = PROVIDERS[provider].webhook
    assert webhook is not None
    assert webhook.fate(raw) is fate


def test_every_provider_has_a_webhook() -> None:
    assert all(provider.webhook for provider in PROVIDERS.values())
    assert {provider for provider, _, _ in RAW} == set(PROVIDERS)


@pytest.mark.parametrize(
    ("answer", "code", "final"),
    [
        ("", "recipient_refused", True),
        ("550 5.1.1 No such user", "no_such_mailbox", True),
        ("smtp; 550 5.2.1 mailbox disabled", "mailbox_disabled", True),
        ("554 5.7.1 Message looks like spam", "spam_suspected", False),
        ("550 5.7.26 unauthenticated: DMARC", "sender_unauthenticated", False),
        ("550 5.7.1 Client host [192.0.2.1] blocked using Spamhaus", "host_blocked", False),
        ("552 5.2.2 mailbox full", "mailbox_full", False),
        ("451 4.7.1 Greylisted", "greylisted", False),
    ],
)
def test_a_hard_bounce_is_final_unless_its_text_blames_us_or_passes(answer: str, code: str, *, final: bool) -> None:
    told = dataclasses.replace(HARD, answer=answer)
    assert (code_of(told), is_final(told)) == (code, final)


@pytest.mark.parametrize("fate", [each for each in Fate if each is not Fate.HARD])
def test_nothing_else_is_final(fate: Fate) -> None:
    assert not is_final(dataclasses.replace(HARD, fate=fate, answer="550 5.1.1 No such user"))
