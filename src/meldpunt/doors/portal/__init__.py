"""The door for a finder: report form, receipt, status, conversation."""
