"""Texts by which SMTP servers give a cause away. The first that matches wins; codes stand in front of the text.

The words decide, not the first digit: a relay that is denied with 454 never opens, and "try again later" means that
with a 550 too. A status like 5.7.26 is what Gmail, Microsoft, Yahoo, Yandex and Mail.ru put there since 2024:
https://support.google.com/a/answer/3726730, https://learn.microsoft.com/exchange/mail-flow-best-practices/
non-delivery-reports-in-exchange-online, https://senders.yahooinc.com/smtp-error-codes/.
"""

from cinemahub.mail.diagnosis.finding import Pattern
from cinemahub.mail.diagnosis.patterns import words
from cinemahub.mail.diagnosis.patterns.login import LOGIN
from cinemahub.mail.diagnosis.vocabulary import Step

ANY = frozenset(Step) - {Step.AUTH}
RCPT = frozenset({Step.RCPT})
ENVELOPE = frozenset({Step.MAIL, Step.RCPT, Step.DATA})
SENDING = frozenset({Step.MAIL, Step.DATA})
FOR_RECIPIENT = frozenset({Step.RCPT, Step.DATA})

_FULL = r"mailbox .{0,20}full|full mailbox|over ?quota|quota (is )?exceeded|out of storage|disk quota|not enough space"

# About the conversation, whoever the letter is for.
CONVERSATION = [
    Pattern("tls_too_old", frozenset(Step), r"4\.7\.66\b|tls (version )?1\.[01]\b"),
    Pattern(
        "encryption_needed",
        frozenset(Step),
        r"starttls (command )?first|(without|only with) ssl|^538 |(tls|encryption) (is )?required|[45]\.7\.29\b",
    ),
    Pattern("sender_not_owned", ENVELOPE, r"allowed in header from"),
    Pattern("ip_not_allowed", ENVELOPE, words.IP_NOT_ALLOWED),
    Pattern("sending_not_permitted", ENVELOPE, r"not authorized to perform"),
    Pattern("password_login_off", ENVELOPE, r"basic authentication is (disabled|not supported)"),
]

# About the sender's address and account.
SENDER = [
    Pattern("sender_cannot_receive", ENVELOPE, r"null ?mx"),
    Pattern(
        "sender_unauthenticated",
        ENVELOPE,
        r"[45]\.7\.(24|26|27|30|31|32|40|509|515)\b|\bdmarc\b|5\.7\.9 message not accepted for policy"
        r"|\b(spf|dkim)\b.{0,60}(fail|not |require)|sender is unauthenticated",
    ),
    Pattern("sender_malformed", ENVELOPE, r"5\.1\.7\b|" + words.SENDER_MALFORMED),
    Pattern("account_restricted", ENVELOPE, words.ACCOUNT_RESTRICTED),
    Pattern("sender_unverified", ENVELOPE, words.SENDER_UNVERIFIED),
    Pattern("host_blocked", ENVELOPE, r"\[bl\d\d\]|5\.7\.(708|511|6[0-4]\d)\b|\(s3150\)|not accepted from (this )?ip"),
    Pattern(
        "sender_not_owned",
        ENVELOPE,
        r"not owned by|not local sender|sendasdenied|send as|[45]\.7\.60\b|relaying disallowed as"
        r"|not one of your addresses"
        r"|authori[sz]ed to send (mail|from) |request failed; mailbox unavailable"
        r"|(sender|from)\b.{0,60}((must|does not|doesn't) match|not (allowed|authori[sz]ed|permitted))",
    ),
    Pattern(
        "login_missing",
        ENVELOPE,
        r"^53[05] |auth(entication)? (command )?(is )?(first|required|needed)"
        r"|(not|un)[- ]?authenticated|must authenticate|turn on smtp auth",
        "5",
    ),
    Pattern(
        "account_blocked",
        ENVELOPE,
        rf"sending .{{0,20}}account is disabled|bad outbound sender|outbound sender|outgoing (mail )?blocked"
        rf"|(your|sender'?s?|sending) (account|mailbox)\b.{{0,30}}{words.BLOCKED}|5\.7\.50[1-3]\b",
    ),
    Pattern("account_blocked", SENDING, rf"account\b.{{0,30}}{words.BLOCKED}", "5"),
]

# About the recipient, or about how much may be sent: the former first, as its words also speak of limits.
RECIPIENT = [
    Pattern("greylisted", ENVELOPE, r"gr[ae]y-?list|\[gl\d\d\]"),
    Pattern("throttled", FOR_RECIPIENT, r"organization queue quota"),
    Pattern("recipient_busy", FOR_RECIPIENT, r"quota of received|ratelimit exceeded for mailbox"),
    Pattern("recipient_undeliverable", FOR_RECIPIENT, r"account or domain may not exist", "5"),
    Pattern("mailbox_full", RCPT, r"^552 |[45]\.2\.2\b|" + _FULL),
    Pattern("mailbox_full", SENDING, r"[45]\.2\.2\b|" + _FULL),
    Pattern(
        "recipient_busy",
        RCPT,
        r"5\.2\.12[12]\b|4\.2\.1\b|receiv.{0,40}(limit|rate)|recipient.{0,40}(rate|limit)|at a rate",
    ),
    Pattern(
        "too_many_connections", ANY, r"(concurrent|simultaneous|too many) .{0,12}(connections|sessions)|thread limit"
    ),
    Pattern("sending_too_fast", ENVELOPE, r"too (many|much) (messages|mails?|emails)|slow down", "5"),
    Pattern("throttled", ENVELOPE, words.BY_THE_HOUR),
    Pattern("day_limit", ENVELOPE, words.DAY_LIMIT + r"|5\.4\.5\b|5\.7\.(705|23[23])\b"),
    Pattern("throttled", ENVELOPE, words.TOO_FAST),
    Pattern("credit_used_up", ENVELOPE, words.CREDIT_USED_UP),
    Pattern("relay_denied", ENVELOPE, r"\brelay"),
    Pattern(
        "ptr_missing", ANY, r"[45]\.7\.(25|23)\b|\b(ptr|rdns)\b|reverse (dns|host|lookup)|cannot find your hostname"
    ),
    Pattern("greeting_refused", ANY, r"\b(helo|ehlo)\b"),
    Pattern("policy_refused", ENVELOPE, r"sender address blocked|policy restrictions"),
    Pattern(
        "sender_refused",
        ENVELOPE,
        r"sender (address |verify )?(failed|rejected|refused|denied|unknown)|sender.{0,40}not found|[45]\.1\.8\b",
    ),
    Pattern(
        "mailbox_disabled",
        RCPT,
        r"5\.2\.1\b|(mailbox|account|user|recipient)\b.{0,40}(inactive|not active|disabled|suspend|blocked|terminated)",
        "5",
    ),
    Pattern(
        "no_such_mailbox",
        FOR_RECIPIENT,
        r"5\.1\.([12346]|10)\b|no such (user|recipient|mailbox|person|address|account|domain)"
        r"|(user|recipient) unknown|unknown (user|recipient|mailbox|local)|invalid (recipient|mailbox)"
        r"|(user|recipient|mailbox|account|mail address)\b.{0,60}(not found|does ?n[o']t exist|not exist)"
        r"|doesn't have an? \S+ account",
        "5",
    ),
    Pattern(
        "recipient_not_found",
        FOR_RECIPIENT,
        r"4\.1\.[123]\b|(user|recipient) unknown|unknown user|domain not found|not in route list|no such (user|domain)",
        "4",
    ),
]

# About what the letter looks like, and from where it comes.
FILTER = [
    Pattern(
        "host_blocked",
        ANY,
        r"client host .{0,80}(block|reject)|black ?list|block ?list|spamhaus|spamcop|barracuda|\b(rbl|dnsbl)\b"
        r"|blocked (using|by spam|- see)|\b(ip|your host)\b.{0,60}(block|reject|ban|denied)",
        "5",
    ),
    Pattern(
        "spam_suspected",
        ENVELOPE,
        r"spam|unsolicited|suspici|phish|5\.7\.28\b|content.{0,20}(reject|block)|bulk mail",
        "5",
    ),
    Pattern(
        "throttled", ANY, r"too (many|much|fast|quick)|[45]\.7\.28\b|4\.7\.6(50|51)\b|\[tss\d\d\]|later, closing", "4"
    ),
    Pattern("temporary_answer", ENVELOPE, r"try again (later|in)\b|come back later"),
    Pattern("letter_too_large", SENDING, r"^552 (?!5\.7)|5\.3\.4\b|5\.2\.3\b|size.{0,40}(exceed|limit)|too large", "5"),
    Pattern("temporary_answer", FOR_RECIPIENT, r"^503 "),  # the conversation went wrong, which a new one may mend
]

PATTERNS = CONVERSATION + LOGIN + SENDER + RECIPIENT + FILTER

REFUSED_AT = {  # where the text is not known
    Step.CONNECT: "server_refused",
    Step.TLS: "starttls_missing",
    Step.EHLO: "greeting_refused",
    Step.AUTH: "login_refused",
    Step.MAIL: "sender_refused",
    Step.RCPT: "recipient_refused",
    Step.DATA: "letter_refused",
}
