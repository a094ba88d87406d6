"""What happened, who, when: appended, never changed."""
