"""Who may come in: one folder per audience."""
