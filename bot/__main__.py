"""`python -m bot`: the same as the installed command `clippings`."""

from bot.cli.app import main

if __name__ == "__main__":
    main()
