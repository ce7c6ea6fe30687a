"""Writes man5/quotewatch.toml.5: every key that the loader knows, with its kind and default.

settings.py QUOTEWATCH DATE > quotewatch.toml.5"""
import subprocess
import sys

from manual import roff, run


def settings(program: str, date: str) -> str:
    version = run(program, "--version").split()[-1]
    out = [f'.TH QUOTEWATCH.TOML 5 "{date}" "quotewatch {version}" "File Formats"', ".SH NAME",
           "quotewatch.toml \\- configuration of quotewatchd", ".SH DESCRIPTION",
           "TOML. Outlets, officials and patterns lie in the folders beside it, a file or a table each. An unknown key is an",
           "error;", ".B quotewatch check\\-config", "names every mistake with its place. The daemon reads the files again at SIGHUP.",
           ".SH KEYS"]
    for line in run(program, "check-config", "--keys").splitlines():
        key, kind, standard = line.split("\t")
        out += [".TP", f".B {roff(key)}", roff(kind + (f"; default {standard}" if standard else ""))]
    return "\n".join(out + [".SH SEE ALSO", ".BR quotewatch (1),", ".BR quotewatchd (8)"]) + "\n"


if __name__ == "__main__":
    try:
        sys.stdout.write(settings(sys.argv[1], sys.argv[2]))
    except subprocess.CalledProcessError as why:
        sys.exit(f"settings.py: {why}")
