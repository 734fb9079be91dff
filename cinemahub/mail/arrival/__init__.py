"""What became of a letter: what a provider tells by webhooks, and what comes back to the mailbox that sends.

webhooks/ (a request -> `Told`) or returns/ (an email -> `Told`) -> `record`, which finds the letter and writes it down.
"""
