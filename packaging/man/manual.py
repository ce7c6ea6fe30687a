"""Writes man1/quotewatch.1 from what the program itself says: every verb with its usage and examples, so that the
manual cannot name what is not there; the exit statuses are those of the README.

manual.py QUOTEWATCH DATE > quotewatch.1"""
import pathlib
import re
import subprocess
import sys

README = pathlib.Path(__file__).resolve().parents[2] / "README.md"


def exits() -> list[tuple[str, str]]:
    """What the table of the README says of each exit status."""
    return [(code, said.replace("`", "")) for code, said in
            re.findall(r"^\| (\d+) \| (.+) \|$", README.read_text("utf-8"), re.M)]


def run(program: str, *arguments: str) -> str:
    return subprocess.run([program, *arguments], capture_output=True, text=True, timeout=60, check=True).stdout


def roff(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.splitlines())


def manual(program: str, date: str) -> str:
    version = run(program, "--version").split()[-1]
    verbs = re.findall(r"^  ([a-z][a-z-]*)\s+(\S.*)$", run(program, "--help"), re.M)
    out = [f'.TH QUOTEWATCH 1 "{date}" "quotewatch {version}" "User Commands"', ".SH NAME",
           "quotewatch \\- the command line of quotewatchd, which watches news media for bent quotes", ".SH SYNOPSIS",
           ".B quotewatch", ".I VERB", "[...]", ".SH DESCRIPTION",
           "Some verbs read articles, quotes and patterns without a daemon; the others ask the running one over its local",
           "socket, which needs no password from members of its group. On a terminal the answers are tables; in a pipe",
           "they are stable lines, and", ".B \\-\\-json", "gives JSON.", ".SH VERBS"]
    for name, summary in verbs:
        out += [f".SS {roff(name)}", roff(summary) + ".", ".PP", ".nf", roff(run(program, name, "--help").rstrip()), ".fi"]
    out += [".SH EXIT STATUS"]
    for code, meaning in exits():
        out += [".TP", f".B {code}", roff(meaning)]
    out += [".SH ENVIRONMENT", ".TP", ".B QUOTEWATCH_SOCKET", "the local socket of the daemon, if it is not in /run/quotewatch",
            ".TP", ".B NO_COLOR", "no colours", ".SH SEE ALSO", ".BR quotewatchd (8),", ".BR quotewatch.toml (5)"]
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    sys.stdout.write(manual(sys.argv[1], sys.argv[2]))
