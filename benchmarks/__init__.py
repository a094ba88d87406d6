"""What is measured: one runnable file per figure, each through the real program in processes of its own."""
