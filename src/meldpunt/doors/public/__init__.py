"""The door for anyone: the public page of an organisation."""
