"""`python -m cadreworks` is `cadre`."""

from cadreworks.cli import main

if __name__ == "__main__":  # drawing processes import this module again, and must not run it
    main()
