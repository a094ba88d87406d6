"""The icons of the look: outlines on a 24 by 24 grid, drawn by the page itself so that nothing is loaded."""

OUTLINES = {
    "add": "M12 5v14M5 12h14",
    "alert": "M12 4 2.5 20h19L12 4zM12 10v4.5M12 17.4v.1",
    "back": "M20 12H4M10 6l-6 6 6 6",
    "check": "M4.5 12.5 10 18 20 6.5",
    "clock": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2",
    "close": "M6 6l12 12M18 6 6 18",
    "download": "M12 4v11M7 10.5l5 5 5-5M4 20h16",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "forward": "M4 12h16M14 6l6 6-6 6",
    "key": "M8 20a4.5 4.5 0 1 1 3.2-7.7L20 3.5M16 7.5l3 3M11.2 12.3",
    "lock": "M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11M12 15v2.5",
    "mail": "M3 6h18v13H3zM3 7l9 7 9-7",
    "note": "M4 4h16v11l-5 5H4zM15 20v-5h5M8 9h8M8 13h4",
    "people": "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 20c1-8 11-8 12 0M16 4.5a3.5 3.5 0 0 1 0 6.3M18 15l3 5",
    "seal": "M3 6h18v13H3zM3 7l9 6.5L21 7M12 11.5a3.2 3.2 0 1 0 0 6.400 3.2 3.2 0 0 0 0-6.400z",
    "unlock": "M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 7.700-1.5M12 15v2.5",
}
