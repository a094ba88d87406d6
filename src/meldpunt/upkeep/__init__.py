"""Is this installation well: disk, clock, database, secrets, worker."""
