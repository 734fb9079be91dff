"""The site: `urls` -> `views`, `health` and `metrics`; middleware in `proxy`, `foreign_host` and `refusals`.

mail/   every email: outbox, sending, diagnosis, doctor; knows no account and no page
inbox/  development only: a mailbox on loopback, and the preview of every email
log, json_log, sentry, error_mail: what is told of errors, after report_filters took the secrets out
"""
