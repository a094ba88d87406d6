"""The door for the operator: commands."""
