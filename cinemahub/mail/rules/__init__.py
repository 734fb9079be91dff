"""What must be true of settings before any connection: judged once for the start of the site and for system checks.

A rule yields what it has against settings as `Problem`. Settings end the process if there is an error among them;
`checks` makes a message of Django's of each. Nothing here needs Django's settings or apps.
"""
