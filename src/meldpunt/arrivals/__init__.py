"""What is on its way in: forms handed out, forms used, uploads that wait for a report."""
