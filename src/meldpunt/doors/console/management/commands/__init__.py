"""Commands for developers, run with `./meldpunt manage`."""
