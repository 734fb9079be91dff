"""Accounts: an address, a password, and what its owner may do with them.

views/ -> forms/ -> models/   the pages, and the rules where the data is
letters.py                    everything that is said by email
reset_link, signed_link       links into mailboxes: what they prove, and how long
"""
