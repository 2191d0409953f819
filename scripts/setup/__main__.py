"""Run as `python3 -m scripts.setup LEVEL`: `base` for the chat, `dev` for the tests as well.

With `uv` it prints where the locked uv is.
"""

import sys
from pathlib import Path

try:
    from .environment import Environment
except ImportError:  # fcntl is missing
    sys.exit("The coach runs on Linux and macOS. On Windows, use it inside WSL.")
from .failures import SetupError, explain_os_error
from .process import Progress
from .tools import own_uv

ROOT = Path(__file__).resolve().parent.parent.parent


def main(level: str) -> int:
    """Exit status 0 when the environment is there; otherwise one line says why it is not."""
    progress = Progress()
    try:
        set_up(level, Environment(ROOT), progress)
    except SetupError as error:
        progress.end(str(error))
    except OSError as error:
        progress.end(explain_os_error(error, str(ROOT)))
    except KeyboardInterrupt:
        progress.end("Interrupted. The same command goes on from here.")
        return 130
    else:
        return 0
    return 1


def set_up(level: str, environment: Environment, progress: Progress) -> None:
    """Brings the environment to a level, or nothing where it is there."""
    if level == "uv":
        with environment.only_one(progress) as runner:
            command = own_uv(ROOT, environment.tools, runner)
        progress.end()
        print(command)
    elif not environment.is_current(level):
        with environment.only_one(progress) as runner:
            # Another set-up may have done it while this one waited.
            if not environment.is_current(level):
                environment.make(level, runner)
        progress.end("The environment is ready.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
