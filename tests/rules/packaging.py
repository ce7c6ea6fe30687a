"""Holds what the package brings beside the programs: alert rules and dashboard name metrics that exist, the rules fire
when they should (promtool), the dashboard is what its list says, the manuals format without a warning and name every
verb and key, the completion of bash offers every verb.

packaging.py ROOT QUOTEWATCH"""
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

METRIC = re.compile(r"\bquotewatch_[a-z_]+[a-z]\b")
DATE = "2026-01-01"


def out_of(*command: str, **more) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, **more)
    if done.returncode != 0:
        sys.exit(f"packaging: {' '.join(map(str, command))}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def check_monitoring(root: pathlib.Path) -> list[str]:
    folder = root / "packaging/monitoring"
    sources = "\n".join(path.read_text("utf-8") for path in (root / "daemon").rglob("*.cpp"))
    known = set(METRIC.findall(sources))
    errors = []
    for name in ("quotewatch.rules.yml", "quotewatch.dashboard.json"):
        used = {re.sub(r"_bucket$", "", each) for each in METRIC.findall((folder / name).read_text("utf-8"))}
        errors += [f"{name}: there is no metric {each}" for each in sorted(used - known)]
    written = json.loads(out_of(sys.executable, str(folder / "dashboard.py")))
    if written != json.loads((folder / "quotewatch.dashboard.json").read_text("utf-8")):
        errors.append("quotewatch.dashboard.json is not what dashboard.py writes")
    out_of("promtool", "test", "rules", "quotewatch.rules.test.yml", cwd=folder)
    out_of("promtool", "check", "rules", "quotewatch.rules.yml", cwd=folder)
    return errors


def check_manuals(root: pathlib.Path, program: str, verbs: list[str]) -> list[str]:
    folder = root / "packaging/man"
    errors = []
    pages = {"quotewatch.1": out_of(sys.executable, str(folder / "manual.py"), program, DATE),
             "quotewatch.toml.5": out_of(sys.executable, str(folder / "settings.py"), program, DATE),
             "quotewatchd.8": (folder / "quotewatchd.8").read_text("utf-8")}
    errors += [f"quotewatch.1 lacks {verb}" for verb in verbs if f".SS {verb.replace('-', chr(92) + '-')}\n" not in pages["quotewatch.1"]]
    keys = [line.split("\t")[0] for line in out_of(program, "check-config", "--keys").splitlines()]
    errors += [f"quotewatch.toml.5 lacks {key}" for key in keys if f".B {key}\n" not in pages["quotewatch.toml.5"]]
    for name, text in pages.items():
        done = subprocess.run(["groff", "-man", "-ww", "-z", "-Tutf8", "-k"], input=text, capture_output=True, text=True, timeout=60)
        if done.returncode != 0 or done.stderr:
            errors.append(f"{name}: {done.stderr[:300]}")
    return errors


def completed(root: pathlib.Path, program: str, *words: str) -> list[str]:
    script = ('source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _quotewatch; printf "%s\\n" "${COMPREPLY[@]}"')
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.abspath(program), f"{folder}/quotewatch")
        path = dict(os.environ, PATH=f"{folder}:{os.environ['PATH']}")
        return out_of("bash", "-c", script, str(root / "packaging/completions/quotewatch.bash"), "quotewatch", *words, env=path).split()


def main() -> int:
    root, program = pathlib.Path(sys.argv[1]), sys.argv[2]
    if missing := [tool for tool in ("promtool", "groff") if not shutil.which(tool)]:
        print(f"packaging: {' and '.join(missing)} are needed to look; scripts/deps installs them")
        return 1
    verbs = re.findall(r"^  ([a-z][a-z-]*)\s", out_of(program, "--help"), re.M)
    errors = check_monitoring(root) + check_manuals(root, program, verbs)
    if missing := set(verbs) - set(completed(root, program, "")):
        errors.append(f"bash completion lacks {sorted(missing)}")
    for words, wanted in ((("us",), "users"), (("users", "r"), "role"), (("users", "add", "x", "--ro"), "--role")):
        if wanted not in completed(root, program, *words):
            errors.append(f"bash completion: {words} does not offer {wanted}")
    for each in errors:
        print(f"packaging: {each}")
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
