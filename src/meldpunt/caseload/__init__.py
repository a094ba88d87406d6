"""Reading across cases: the queue and its counts. Writes nothing."""
