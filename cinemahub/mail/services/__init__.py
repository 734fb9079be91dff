"""One file a mail service: what is known of it, and which page says so.

`service` has the words a file is written in, `registry` finds the files, `addresses` tells mailboxes apart by them.
Settings are made from these files, so nothing here needs Django's apps, a model or an HTTP library.
"""
