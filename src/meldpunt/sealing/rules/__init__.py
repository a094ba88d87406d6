"""The cryptography of sealing: pure functions of keys, places and bytes."""
