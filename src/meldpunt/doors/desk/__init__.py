"""The door for a handler: queue, case page, people."""
