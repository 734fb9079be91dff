"""Texts by which SMTP servers say why they refuse a login. The first that matches wins."""

from cinemahub.mail.diagnosis.finding import Pattern
from cinemahub.mail.diagnosis.patterns.words import ACCOUNT_RESTRICTED, BLOCKED, IP_NOT_ALLOWED
from cinemahub.mail.diagnosis.vocabulary import Step

AUTH = frozenset({Step.AUTH})

LOGIN = [
    Pattern("spam_suspected", AUTH, r"looks like spam|not a robot"),
    Pattern("ip_not_allowed", AUTH, IP_NOT_ALLOWED),
    Pattern("account_restricted", AUTH, ACCOUNT_RESTRICTED),
    Pattern("login_delayed", AUTH, r"", "4"),
    Pattern(
        "app_password_needed",
        AUTH,
        r"app(lication)?([- ]specific)? password|parol prilozheniya|invalidsecondfactor",
    ),
    Pattern("password_login_off", AUTH, r"basic authentication is (disabled|not supported)|5\.7\.30\b"),
    Pattern(
        "mail_clients_off",
        AUTH,
        r"not have access rights|smtpclientauthentication|security defaults|did not meet the criteria"
        r"|(imap|smtp|access)\b.{0,30}\b(disabled|turned off|switched off|not enabled)",
    ),
    Pattern("terms_not_accepted", AUTH, r"\beula\b|accept .{0,30}(terms|agreement)"),
    Pattern("account_blocked", AUTH, rf"(account|user|mailbox)\b.{{0,30}}{BLOCKED}|web ?browser|webloginrequired"),
    Pattern("credentials_malformed", AUTH, r"invalid format|cannot decode|can't decode|base64|malformed"),
    Pattern("login_delayed", AUTH, r"temporar|try again (later|in)\b|too many (login|auth|bad|failed)"),
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
]
