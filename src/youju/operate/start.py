"""Getting the house ready for an engineer's command, or saying in three parts why it does not start."""

from __future__ import annotations

import os

from youju.kernel.errors import Problem, Refusal


class NotStarted(Refusal):
    """The settings themselves are refused; the sentence is that of the house's own start."""


def start() -> None:
    """Read the settings and start Django. Raises NotStarted with what the settings refuse."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "youju.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured
    from pydantic import ValidationError

    try:
        django.setup()
    except ImproperlyConfigured as error:
        chinese, _line, english = str(error).partition("\n")
        raise NotStarted(chinese, "设置不全或不安全", "照上面改正环境变量", english=english) from error
    except ValidationError as error:
        faults = [
            Problem(
                f"YOUJU_{'_'.join(str(part) for part in one['loc']).upper()}", one["msg"], "改正这个环境变量"
            )
            for one in error.errors()
        ]
        raise NotStarted(
            "有据不能启动", f"{len(faults)} 个环境变量写得不对", "照下面改正", problems=faults,
            english=f"{len(faults)} YOUJU_ variables are wrong.",
        ) from error  # fmt: skip
