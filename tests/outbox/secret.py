"""Apart from `letters`: a test that imported that one would declare its letter for every test after it."""

SECRET = "0123456789abcdef-secret-of-the-broken-letter"
