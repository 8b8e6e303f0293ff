"""`python -m nyspor …`: the commands, run by the interpreter that is named."""

from nyspor.cli import main

if __name__ == "__main__":
    main()
