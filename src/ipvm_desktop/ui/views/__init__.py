"""The parts of the window. They never see the library."""
