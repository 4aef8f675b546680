"""Which words the domain has: tables, their fields, and partial dates."""
