"""Texts by which SMTP servers give a cause away. The first that matches wins; codes stand in front of the text."""

from cinemahub.mail.diagnosis.finding import Pattern
from cinemahub.mail.diagnosis.vocabulary import Step

ANY = frozenset(Step)
AUTH = frozenset({Step.AUTH})
RCPT = frozenset({Step.RCPT})
ENVELOPE = frozenset({Step.MAIL, Step.RCPT, Step.DATA})
SENDING = frozenset({Step.MAIL, Step.DATA})
FOR_RECIPIENT = frozenset({Step.RCPT, Step.DATA})

_DAY_LIMIT = (
    r"daily .{0,40}(limit|quota)|sending (limit|quota)|submissionquota|(limit|quota).{0,30}(per|a|this) day"
    r"|messages? (limit|quota) (is )?(exceeded|reached)|exceeded .{0,40}(messages|recipients) (per|a|this) "
)
_FULL = r"mailbox .{0,20}full|full mailbox|over ?quota|quota (is )?exceeded|out of storage|disk quota|not enough space"

_BLOCKED = r"(block|suspend|disabled|locked)"

PERMANENT = [
    Pattern(
        "encryption_needed",
        ANY,
        r"starttls (command )?first|(without|only with) ssl|^538 |(tls|encryption) (is )?required",
    ),
    Pattern(
        "sender_unauthenticated",
        ENVELOPE,
        r"5\.7\.(2[367]|509)\b|\bdmarc\b|\b(spf|dkim)\b.{0,60}(fail|not |require)",
    ),
    Pattern(
        "login_missing",
        ENVELOPE,
        r"^53[05] |auth(entication)? (command )?(is )?(first|required|needed)"
        r"|(not|un)[- ]?authenticated|must authenticate|turn on smtp auth",
    ),
    Pattern("spam_suspected", AUTH, r"looks like spam|not a robot"),
    Pattern(
        "app_password_needed",
        AUTH,
        r"app(lication)?([- ]specific)? password|parol prilozheniya|invalidsecondfactor",
    ),
    Pattern(
        "mail_clients_off",
        AUTH,
        r"not have access rights|smtpclientauthentication|security defaults|did not meet the criteria"
        r"|(imap|smtp|access)\b.{0,30}\b(disabled|turned off|switched off|not enabled)",
    ),
    Pattern("password_login_off", AUTH, r"basic authentication is disabled"),
    Pattern("terms_not_accepted", AUTH, r"\beula\b|accept .{0,30}(terms|agreement)"),
    Pattern("account_blocked", AUTH, r"(account|user|mailbox)\b.{0,30}" + _BLOCKED + "|web ?browser|webloginrequired"),
    Pattern("credentials_malformed", AUTH, r"invalid format|cannot decode|can't decode|base64|malformed"),
    Pattern(
        "auth_unavailable",
        AUTH,
        r"^50[0-4] |unrecognized authentication type|mechanism|auth.{0,20} not (enabled|supported|available)",
    ),
    Pattern(
        "bad_credentials",
        AUTH,
        r"(invalid|incorrect|bad|wrong|unknown) (user|login|password|authentication|credential)"
        r"|password not accepted|credentials|authentication (failed|failure|unsuccessful)",
    ),
    Pattern(
        "sender_not_owned",
        ENVELOPE,
        r"not owned by|not local sender|sendasdenied|send as|5\.7\.60\b"
        r"|(sender|from)\b.{0,60}((must|does not|doesn't) match|not (allowed|authori[sz]ed|permitted))",
    ),
    Pattern("account_blocked", ENVELOPE, r"sending .{0,20}account is disabled|bad outbound sender"),
    Pattern("account_blocked", SENDING, r"account\b.{0,30}" + _BLOCKED),
    Pattern("recipient_busy", RCPT, r"5\.2\.12[12]\b|(rate|receiv).{0,40}limit|too (many|much) (mail|message)"),
    Pattern("throttled", ENVELOPE, r"rate limit|(hour|minute)ly .{0,20}(limit|quota)|per (hour|minute)"),
    Pattern("day_limit", ENVELOPE, _DAY_LIMIT + r"|5\.4\.5\b|5\.7\.705\b"),
    Pattern("relay_denied", ENVELOPE, r"\brelay"),
    Pattern("greeting_refused", ANY, r"\b(helo|ehlo|ptr|rdns)\b|reverse (dns|host|lookup)"),
    Pattern(
        "sender_refused",
        ENVELOPE,
        r"sender (address |verify )?(failed|rejected|refused|denied|unknown)|sender.{0,40}not found|5\.1\.[78]\b",
    ),
    Pattern(
        "host_blocked",
        ANY - AUTH,
        r"client host .{0,80}(block|reject)|black ?list|block ?list|spamhaus|spamcop|barracuda|\b(rbl|dnsbl)\b"
        r"|blocked (using|by spam|- see)|\b(ip|your host)\b.{0,60}(block|reject|ban|denied)",
    ),
    Pattern(
        "spam_suspected",
        SENDING,
        r"spam|unsolicited|suspici|phish|5\.7\.28\b|content.{0,20}(reject|block)|bulk mail",
    ),
    Pattern("mailbox_full", RCPT, r"^552 |5\.2\.2\b|" + _FULL),
    Pattern("mailbox_full", SENDING, r"5\.2\.2\b|" + _FULL),
    Pattern("letter_too_large", SENDING, r"^552 (?!5\.7)|5\.3\.4\b|5\.2\.3\b|size.{0,40}(exceed|limit)|too large"),
    Pattern(
        "mailbox_disabled",
        RCPT,
        r"5\.2\.1\b|(mailbox|account|user|recipient)\b.{0,40}(inactive|not active|disabled|suspend|blocked)",
    ),
    Pattern(
        "no_such_mailbox",
        FOR_RECIPIENT,
        r"5\.1\.([12346]|10)\b|no such (user|recipient|mailbox|person|address|account|domain)"
        r"|(user|recipient) unknown|unknown (user|recipient|mailbox|local)|invalid (recipient|mailbox)"
        r"|(user|recipient|mailbox|account|mail address)\b.{0,60}(not found|does ?n[o']t exist|not exist)",
    ),
    Pattern("temporary_answer", FOR_RECIPIENT, r"^503 "),  # the conversation went wrong, which a new one may mend
]

TEMPORARY = [
    Pattern("day_limit", ENVELOPE, _DAY_LIMIT),
    Pattern("greylisted", ENVELOPE, r"gr[ae]y-?list"),
    Pattern("mailbox_full", FOR_RECIPIENT, r"4\.2\.2\b|" + _FULL),
    Pattern("too_many_connections", ANY, r"(concurrent|simultaneous|too many) (connections|sessions)"),
    Pattern("recipient_busy", RCPT, r"4\.2\.1\b|(rate|receiv).{0,40}limit|at a rate"),
    Pattern("throttled", ANY - AUTH, r"too (many|much|fast|quick)|rate ?limit|throttl|later, closing"),
    Pattern("login_delayed", AUTH, r""),
]

PERMANENT_AT = {
    Step.CONNECT: "server_refused",
    Step.TLS: "starttls_missing",
    Step.EHLO: "greeting_refused",
    Step.AUTH: "login_refused",
    Step.MAIL: "sender_refused",
    Step.RCPT: "recipient_refused",
    Step.DATA: "letter_refused",
}
