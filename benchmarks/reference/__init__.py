"""The reference: the smallest Django form application, one table, nothing sealed, on the same server and the same pragma."""
