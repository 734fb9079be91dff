"""Texts by which providers give a cause away in an HTTP error, and what a bare HTTP status means."""

PATTERNS = {
    "day_limit": r"(daily|monthly|message)[ _].{0,40}(limit|quota)|(?<!rate[ _])limit[ _](is )?(reached|exceeded)"
    r"|exceed(ed)? (the )?sending limit|quota[ _]exceeded",
    "credit_used_up": r"not[ _]enough[ _]credit|out of credit|insufficient[ _](funds|credit|balance)|paymentrequired",
    "account_restricted": r"account\b.{0,60}(inactive|not (yet )?activ|disabled|suspend|block|under review)"
    r"|pending approval|not yet activated|sendingpaused|accountsuspended|serversuspended|testing emails"
    r"|sandbox subdomain|trial account",
    "sender_unverified": r"(not|never)( yet)?( been)? (verified|confirmed)|unverified|notverified|must be verified"
    r"|sender signature|(unconfigured|invalid) (sending )?domain|unauthenticatedfromaddress|authenticate your domain"
    r"|not an authori[sz]ed sender"
    r"|(sender|from)\b.{0,80}not (valid|allowed|active|found)|domain\b.{0,60}not (found|allowed|authori[sz]ed)",
    "recipient_rejected": r"\bto['\"]? (parameter|address)|no valid recipients|inactive recipient"
    r"|recipient.{0,60}(invalid|not valid|suppress|unsubscribed|blocked|inactive)",
    "api_address_wrong": r"magnificent api",
    "throttled": r"throttl|too ?many ?requests",
    "key_refused": r"(invalid|unknown|wrong)[ _](api[ _])?(key|token)|key is invalid|key not found|valid server token"
    r"|invalidserverapikey|invalidclienttokenid|signaturedoesnotmatch|incompletesignature|unrecognizedclient"
    r"|accessdenied|expiredtoken|missingauthenticationtoken|invalidaccesskeyid|user with id or api_key",
}
LIMITS = {"day_limit", "credit_used_up"}
WORTH_READING = {420: LIMITS, 429: LIMITS}  # of the causes above; other 4xx: all of them
WORTH_READING_IN_5XX = {"key_refused"}  # Mandrill says 500 for a wrong key

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
