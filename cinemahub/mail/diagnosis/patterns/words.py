"""What services say of the account and its sender in the same words over SMTP and over HTTP."""

BLOCKED = r"(block|suspend|disabled|locked|restricted|terminated)"

SENDER_MALFORMED = (
    r"['\"`]?\bfrom['\"`]? (parameter|field|address)?.{0,40}(not a valid|is invalid|malformed)"
    r"|invalid ['\"`]?(from|reply[-_ ]?to|sender)\b['\"`]?|no sending domain specified|domain literal is not allowed"
    r"|\"mj-001[23]\".{0,200}\"errorrelatedto\": ?\[\"(from|sender|replyto)"
)
SENDER_UNVERIFIED = (
    r"(not|never)( yet)?( been)? (verified|confirmed)|unverified|notverified|must be verified"
    r"|sender (signature|identity)|verified sender|(unconfigured|invalid) (sending )?domain|unauthenticatedfromaddress"
    r"|authenticate your domain|not an authori[sz]ed sender|\"reject_reason\": ?\"(unsigned|invalid-sender)\"|#ms42207"
)
ACCOUNT_RESTRICTED = (
    r"account\b.{0,60}(inactive|not (yet )?activ|under review)|pending approval|not yet activated|sendingpaused"
    r"|accountsuspended|serversuspended|testing emails|sandbox subdomain|trial account|free accounts are for test"
    r"|please activate your|user is not active|key is suspended|skip_unsubscribe"
    r"|\"reject_reason\": ?\"test-mode-limit\"|#ms4222[0-9]"
)
DAY_LIMIT = (
    r"\b(daily|monthly|day|month)[ _-].{0,40}(limit|quota)|(sending|messag\w+|plan|submission) ?(limit|quota)"
    r"|submissionquota|(limit|quota).{0,30}(per|a|this) (day|month)"
    r"|(messages?|emails?)[ _](limit|quota)[ _](is )?(exceeded|reached)|limit on the number of .{0,40}(messages|emails)"
    r"|exceeded .{0,40}(messages|emails|recipients) (per|a|this) |exceed(ed)? (the|your) (plan|sending|messaging)"
)
CREDIT_USED_UP = r"not[ _]enough[ _]credit|out of credit|insufficient[ _](funds|credit|balance)|paymentrequired"
BY_THE_HOUR = r"(hour|minute)ly\b|per (hour|minute|second)"  # limits that a day's rest would be too much for
TOO_FAST = r"rate[ _-]?limit|throttl|too ?many ?requests"
IP_NOT_ALLOWED = (
    r"(unauthori[sz]ed|unrecogni[sz]ed) ip"
    r"|\bip( address)?\b.{0,60}(not (allowed|authori[sz]ed|whitelisted)|unrecogni[sz]ed)"
)
