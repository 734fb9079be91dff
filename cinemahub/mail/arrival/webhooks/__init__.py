"""A request of a provider: `view` lets it in, `body` bounds it, `receivers` check and read it, one file each way."""
