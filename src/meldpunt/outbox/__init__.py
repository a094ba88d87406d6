"""Mail owed, written in the same transaction as its reason."""
