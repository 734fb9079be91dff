"""Shared by all tests and bench/: real servers on loopback, of SMTP, HTTP, DNS, IMAP and PostgreSQL; see base."""
