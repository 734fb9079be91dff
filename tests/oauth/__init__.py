"""Mailboxes without passwords: a real authorization server, and Dovecot that accepts its tokens alone."""
