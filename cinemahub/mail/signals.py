"""What the worker tells the rest of the site."""

from django.dispatch import Signal

day_passed = Signal()  # old letters are purged; whoever else has something to forget may do so now
worker_started = Signal()  # it sends until it is stopped; what is to be done beside that may begin now
enqueued = Signal()  # there is something new in the outbox, once the transaction commits
