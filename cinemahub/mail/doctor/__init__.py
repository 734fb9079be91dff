"""Walks the whole way of a letter, step by step, and says where it ends and what to do about it."""
