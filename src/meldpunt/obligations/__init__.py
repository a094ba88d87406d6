"""Which promise is due when, kept or broken; and the duties by law that run beside them."""
