"""Words on the command line come in: `python -m home_agent` is `home-agent`."""

from home_agent.cli import main

if __name__ == "__main__":
    main()
