"""Documents, and what makes parts of them from the code: `make docs` writes all of them anew."""
