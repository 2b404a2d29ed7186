"""The ledger: every claim of the book with its verdict, and what the pages show of it."""
