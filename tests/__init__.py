"""Tests of what crosses apps; an app's own tests are in the app.

Shared with the apps and bench/, and by all tests alike:
servers/     servers on loopback, as fakes and for real: SMTP, providers, DNS, IMAP, PostgreSQL
site/        the site as processes: its environment, its database, its commands and servers

transports/  one reset, through every settings module and every kind of transport
http/        the site under gunicorn, asked over the wire
browser/     people at a browser: journeys, accessibility, languages, widths
outbox/      workers that are killed, stopped, slow; servers and databases that go away
doctor/      mail_doctor against faults that are made for real
arrival/     webhooks and returned email
deploy/      docs/deploy.md, followed word by word

test_*.py    the project as a whole: make, settings, imports, translations, documents

Each test has its own database, ports and folder. `conftest.py` above has the databases; pytest --database postgresql
runs what uses Django's database on PostgreSQL. With pytest-xdist a file stays in one process.
"""
