"""The words of obligations."""
