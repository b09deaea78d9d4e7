"""The application: one typer command per verb, each a few lines around a function of the engine."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys

import typer

from youju.cli import bundles, burden, operate, schemes, server, showing

app = typer.Typer(
    help="Youju 有据：给一分有理、扣一分有据。 Schemes, scores and bundles that anyone can verify.",
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
)  # fmt: skip
for command in (schemes.check, schemes.new, burden.burden, showing.demo, schemes.read):
    app.command()(command)
for command in (
    bundles.score,
    bundles.board,
    bundles.explain,
    bundles.whatif,
    bundles.robust,
    bundles.verify,
):
    app.command()(command)
app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
)(server.manage)
app.command()(server.serve)
for command in (operate.backup, operate.restore, operate.doctor, operate.grants):
    app.command()(command)
app.command("verify-manifest")(bundles.verify_manifest)


def main() -> None:
    """Run the command line and leave with its code.

    The process ends here, not in the destructors of native libraries: threads that Arrow keeps were seen to abort a process whose
    work was done (134 instead of 0 or 2). What Python itself would do at the end is done first.
    """
    code: object = 0
    try:
        app()
    except SystemExit as end:
        code = end.code
    if code is not None and not isinstance(code, int):
        sys.stderr.write(f"{code}\n")
        code = 1
    atexit._run_exitfuncs()  # noqa: SLF001 - there is no public name for it
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code or 0)
