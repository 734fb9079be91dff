"""Numbers of the mail, for /metrics and the first page of the admin: none tells one address from another."""
