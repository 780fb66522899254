"""What strangers send is opened, and what they type is drawn, by a process of its own within bounds.

`running.py` starts it, for every room; all else is loaded in that process alone.
"""
