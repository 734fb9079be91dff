"""Development only: `manage.py inbox` keeps what it gets by SMTP in a Maildir, and /inbox/ shows it.

server (SMTP) -> maildir -> letters (parsed) -> views; preview shows every declared letter without sending it.
"""
