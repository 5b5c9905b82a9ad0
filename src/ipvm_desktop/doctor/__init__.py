"""What this machine lacks for the program, and the command that mends it. Never imports Qt."""

from ipvm_desktop.doctor.display import display_problem
from ipvm_desktop.doctor.examine import Finding, examine

__all__ = ["Finding", "display_problem", "examine"]
