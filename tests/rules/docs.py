"""Holds the documentation to the programs: what it names must exist.

- `toml` blocks parse and hold known keys only; keys named in the text are known.
- `sh` blocks and inline `quotewatch …` use verbs and options that the help knows, scripts and files that are there.
- metrics are in the sources; the tables of docs/configuration.md hold every key with its kind and default.

docs.py ROOT QUOTEWATCH"""
import pathlib
import re
import shlex
import subprocess
import sys
import tomllib

from verdict import tell

TOOLS = set("apt apt-get cat cd chmod chown cmake cp cpack ctest curl cut diff dpkg echo export git grep head install jq "
            "journalctl kill less ls mkdir mv nginx openssl python3 rm sed sha256sum sleep sort ssh sudo systemctl tail "
            "tar tee time wc xargs yes zcat".split())
SETTINGS = ("api", "crawl", "desk", "log", "paths", "receiver", "store", "timestamps")
RECORDS = ("outlet", "official", "pattern")
KEY = re.compile(r"`((?:%s)\.[a-z_]+(?:\.[a-z_]+)*)`" % "|".join(SETTINGS + RECORDS))
METRIC = re.compile(r"\bquotewatch_[a-z_]+[a-z]\b")
INLINE = re.compile(r"`(quotewatch [^`]+)`")
ROW = re.compile(r"^\| `([a-z_.]+)` \| ([^|]*) \| ([^|]*) \|", re.M)


class Docs:
    def __init__(self, root: pathlib.Path, program: str):
        self.root, self.program = root, program
        self.errors: list[str] = []
        self.keys = {}
        for line in self.run("check-config", "--keys").splitlines():
            name, kind, standard = line.split("\t")
            self.keys[name] = (kind, standard)
        self.verbs = set(re.findall(r"^  ([a-z][a-z-]*)\s", self.run("--help"), re.M))
        self.helps: dict[str, str] = {}
        sources = [path.read_text("utf-8") for folder in ("daemon", "crawler", "store")
                   for path in (root / folder).rglob("*.[ch]pp")]
        self.metrics = set(METRIC.findall("\n".join(sources)))

    def run(self, *arguments: str) -> str:
        return subprocess.run([self.program, *arguments], capture_output=True, text=True, timeout=60).stdout

    def help_of(self, verb: str) -> str:
        if verb not in self.helps:
            self.helps[verb] = self.run(verb, "--help")
        return self.helps[verb]

    def check_quotewatch(self, words: list[str]) -> str | None:
        if not words or words[0].startswith("-"):
            return None
        if words[0] == "VERB":
            return None
        if words[0] not in self.verbs:
            return f"quotewatch has no verb '{words[0]}'"
        for word in words[1:]:
            option = re.match(r"--[a-z][a-z-]*", word)
            if option and option[0] != "--help" and not re.search(re.escape(option[0]) + r"(?![a-z-])", self.help_of(words[0])):
                return f"quotewatch {words[0]} has no option {option[0]}"
        return None

    def check_command(self, words: list[str]) -> str | None:
        while words and (re.match(r"[A-Z_]+=", words[0]) or words[0] in ("sudo", "time", "exec", "-u")):
            words = words[1:]
            if words and words[0] == "-u":
                words = words[2:]
        if not words:
            return None
        name = words[0]
        if pathlib.PurePath(name).name == "quotewatch":
            return self.check_quotewatch(words[1:])
        if pathlib.PurePath(name).name == "quotewatchd":
            return None
        if name.startswith(("scripts/", "./scripts/", "eval/", "demo/", "tests/")):
            return None if (self.root / name).exists() else f"there is no {name}"
        if name.startswith("build/") and "/tests/" in name:
            return None
        if name == "python3" and len(words) > 1 and words[1].endswith(".py"):
            return None if (self.root / words[1]).exists() else f"there is no {words[1]}"
        return None if name in TOOLS else f"'{name}' is neither a program of ours nor a known tool"

    def check_sh(self, block: str) -> list[str]:
        out = []
        for line in block.replace("\\\n", " ").splitlines():
            line = line.strip().removeprefix("$ ")
            try:
                lexer = shlex.shlex(line, posix=True, punctuation_chars="|;&<>()")
                lexer.wordchars += "@%+*?[]{}$:,^!"
                tokens = list(lexer)
            except ValueError as why:
                out.append(f"{line}: {why}")
                continue
            command: list[str] = []
            skip = False
            for token in tokens + [";"]:
                if skip:
                    skip = False
                elif token and set(token) <= set("<>&") and token[0] in "<>":
                    skip = True
                elif token and set(token) <= set("|;&()"):
                    if fault := self.check_command(command):
                        out.append(f"{line}: {fault}")
                    command = []
                else:
                    command.append(token)
        return out

    def check_toml(self, block: str) -> list[str]:
        try:
            table = tomllib.loads(block)
        except tomllib.TOMLDecodeError as why:
            return [f"toml: {why}"]
        prefix = ("pattern." if "false" in table else "official." if "gender" in table else
                  "outlet." if "languages" in table else "")
        out = []

        def walk(path: str, node: object) -> None:
            if isinstance(node, dict):
                for key, value in node.items():
                    walk(f"{path}{'.' if path and not path.endswith('.') else ''}{key}", value)
            elif isinstance(node, list) and node and isinstance(node[0], dict):
                for each in node:
                    walk(path, each)
            elif path not in self.keys:
                out.append(f"toml: there is no key {path}")

        walk(prefix, table)
        return out

    def check_page(self, path: pathlib.Path) -> None:
        text = path.read_text("utf-8")
        name = path.relative_to(self.root).as_posix()
        blocks = re.findall(r"^```(\w*)\n(.*?)^```", text, re.M | re.S)
        prose = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
        faults = []
        for kind, block in blocks:
            faults += self.check_toml(block) if kind == "toml" else self.check_sh(block) if kind == "sh" else []
        for command in INLINE.findall(prose):
            words = command.split()[1:]
            if words and re.fullmatch(r"[a-z-]+", words[0]) and (fault := self.check_quotewatch(words)):
                faults.append(f"`{command}`: {fault}")
        for key in KEY.findall(prose):
            if key not in self.keys and not key.endswith((".hpp", ".cpp", ".toml", ".d")) and \
                    not any(known.startswith(key + ".") for known in self.keys):
                faults.append(f"there is no key {key}")
        for metric in METRIC.findall(text):
            if metric not in self.metrics:
                faults.append(f"there is no metric {metric}")
        self.errors += [f"{name}: {fault}" for fault in faults]

    def check_table_of_keys(self, path: pathlib.Path) -> None:
        name = path.relative_to(self.root).as_posix()
        rows = {key: (kind.strip(), standard.strip().strip("`")) for key, kind, standard in ROW.findall(path.read_text("utf-8"))}
        for key, (kind, standard) in self.keys.items():
            said = rows.pop(key, None)
            if said is None:
                self.errors.append(f"{name}: key {key} is missing ({kind}, {standard or 'nothing'})")
            elif said != (kind, standard):
                self.errors.append(f"{name}: {key} is {kind}, `{standard}`; the page says {said[0]}, `{said[1]}`")
        self.errors += [f"{name}: there is no key {key}" for key in rows]


def main() -> int:
    root = pathlib.Path(sys.argv[1]).resolve()
    docs = Docs(root, sys.argv[2])
    for path in [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]:
        docs.check_page(path)
    docs.check_table_of_keys(root / "docs" / "configuration.md")
    return tell(docs.errors)


if __name__ == "__main__":
    sys.exit(main())
