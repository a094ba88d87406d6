"""Mail on its way in: who delivers by LMTP or SMTP, and mailboxes that are looked into. It says "kept" only once it is."""
