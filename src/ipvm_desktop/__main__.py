"""Run the program with ``python -m ipvm_desktop``."""

from ipvm_desktop.cli import main

if __name__ == "__main__":
    main()
