"""What a finder sent, sealed, exactly as it was received."""
