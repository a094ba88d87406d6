"""Settings, addresses and wiring: the only part that knows every part."""
