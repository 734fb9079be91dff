"""Tokens instead of passwords: `application` is what MAIL_OAUTH says, `endpoint` asks, `tokens` keeps and renews."""
