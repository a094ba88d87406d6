"""The work on a report: its thread with the finder, states, conversation, notes."""
