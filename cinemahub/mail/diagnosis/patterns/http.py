"""Texts by which providers give a cause away in an HTTP error, and what a bare HTTP status means."""

from cinemahub.mail.diagnosis.patterns import words

PATTERNS = [  # the first that matches wins
    ("ip_not_allowed", words.IP_NOT_ALLOWED),
    ("throttled", words.BY_THE_HOUR),
    ("day_limit", words.DAY_LIMIT + r"|(?<!rate[ _])limit[ _](is )?(reached|exceeded)|quota[ _]exceeded"),
    ("throttled", words.TOO_FAST),
    ("credit_used_up", words.CREDIT_USED_UP),
    ("account_restricted", words.ACCOUNT_RESTRICTED + rf"|account\b.{{0,60}}{words.BLOCKED}"),
    ("sender_malformed", words.SENDER_MALFORMED),
    (
        "sender_unverified",
        words.SENDER_UNVERIFIED
        + r"|(sender|from)\b.{0,80}not (valid|allowed|active|found)|domain\b.{0,60}not (found|allowed|authori[sz]ed)",
    ),
    ("address_unusable", r"\"errorrelatedto\": ?\[\"to\b|invalid ['\"`]?to['\"`]? (field|address)"),
    (
        "recipient_rejected",
        r"\bto['\"]? (parameter|address)|email is not valid in to|no valid recipients|inactive recipient"
        r"|recipient.{0,60}(invalid|not valid|suppress|unsubscribed|blocked|inactive)"
        r"|\"reject_reason\": ?\"(hard-bounce|soft-bounce|spam|unsub|custom|invalid|rule)\"",
    ),
    ("api_address_wrong", r"magnificent api"),
    (
        "key_refused",
        r"(invalid|unknown|wrong)[ _](api[ _])?(key|token)|key is invalid|key not found|valid server token"
        r"|invalidserverapikey|invalidclienttokenid|signaturedoesnotmatch|incompletesignature|unrecognizedclient"
        r"|accessdenied|expiredtoken|missingauthenticationtoken|invalidaccesskeyid|user with id or api_key",
    ),
]
LIMITS = {"throttled", "day_limit", "credit_used_up"}
WORTH_READING = {420: LIMITS, 429: LIMITS}  # of the causes above; other 4xx: all of them
WORTH_READING_IN_5XX = {"key_refused", "credit_used_up"}  # Mandrill says 500 for a wrong key and an unpaid bill

# Postal and Mailgun refuse with a status of success.
REFUSED_WITH_SUCCESS = r'"status": "(parameter-)?error"|magnificent api'

STATUSES = {
    401: "key_refused",
    402: "credit_used_up",
    403: "key_refused",
    404: "api_address_wrong",
    405: "api_address_wrong",
    408: "api_unreachable",
    413: "letter_too_large",
    420: "throttled",
    425: "throttled",
    429: "throttled",
}
CLASSES = {
    2: "answer_not_understood",
    3: "api_address_wrong",
    4: "provider_refused_letter",
    5: "provider_down",
}
