"""Clear text to sealed and back, and who holds which key.

The lowest capability: it knows keys, places and bytes, never what a report is. It keeps no journal of its own: its
verbs run inside the transaction of the verb that calls them, and that verb records the deed.
"""
