"""Every email of the site, from a row to the mailbox and back.

letters.py    declares a kind of email        outbox.py     what an app calls: enqueue a letter
models/       the rows, and their verbs       sending/      worker -> sender -> compose -> delivery
transport/    one conversation: SMTP or API   arrival/      what became of it: webhooks, returned email
diagnosis/    an error -> cause, remedy       services/     one file a mail service: all that is known of it
rules/        what settings must be           checks/       the same rules as system checks
doctor/       walks the whole way by hand     figures/      numbers for metrics and staff
privacy/      masking and keyed hashes        admin/        what staff see and do

A letter travels outbox -> sending -> transport -> arrival. Imports run privacy <- services <- rules <- diagnosis <-
models <- transport <- sending <- (arrival, checks, figures) <- doctor, and never back.
"""
