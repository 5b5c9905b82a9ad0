"""What this machine lacks for the program, and the command that mends it. Never imports Qt.

``display`` is asked at every start; ``examine`` looks at everything.
"""
