"""SPF evaluated as a receiver does it (RFC 7208): which servers may send for a domain."""
