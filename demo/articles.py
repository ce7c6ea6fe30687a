"""Reads the newsroom's articles (articles/*.txt; README.md has the form)."""
import dataclasses
import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
BORDER = re.compile(r"^(===|---) (\S+)(?: @(\d+(?:\.\d+)?))?$")


@dataclasses.dataclass
class State:
    """One state of an article's page, from `at` seconds after the start."""
    at: float
    title: str = ""
    paragraphs: list = dataclasses.field(default_factory=list)
    deleted: bool = False


@dataclasses.dataclass
class Article:
    outlet: str
    slug: str
    states: list
    author: str = ""
    outcome: str = "silent"  # what the queue must hold: silent, review or alert
    label: str = ""
    note: str = ""
    copy_of: str = ""

    @property
    def key(self):
        return f"{self.outlet}/{self.slug}"

    def state(self, seconds):
        """The state that stands at that moment, None before the publication."""
        past = [s for s in self.states if s.at <= seconds]
        return past[-1] if past else None


def read_file(path):
    articles, fields_of = [], {}
    state, body_began = None, False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        border = BORDER.match(line)
        if border and border[1] == "===":
            state = State(float(border[3]))
            articles.append(Article(path.stem, border[2], [state]))
            body_began = False
        elif border:
            if border[2] not in ("edit", "delete"):
                raise ValueError(f"{where}: a state is 'edit' or 'delete'")
            state = State(float(border[3]), deleted=border[2] == "delete")
            articles[-1].states.append(state)
            body_began = False
        elif line.startswith("#") and not articles:
            continue
        elif not line.strip():
            continue
        elif not body_began and (field := re.match(r"^(title|author|expect|note|copy-of|page): (.*)$", line)):
            if field[1] == "title":
                state.title = field[2]
            elif field[1] == "expect":
                words = field[2].split()
                articles[-1].outcome, articles[-1].label = words[0], " ".join(words[1:])
            elif field[1] == "author":
                articles[-1].author = field[2]
            elif field[1] == "note":
                articles[-1].note = field[2]
            elif field[1] == "copy-of":
                articles[-1].copy_of = field[2]
        else:
            body_began = True
            state.paragraphs.append(line.strip())
    return articles


def read_all(directory=HERE / "articles"):
    """Every article by `outlet/slug`; copies filled in."""
    articles = {}
    for path in sorted(directory.glob("*.txt")):
        for article in read_file(path):
            if article.key in articles:
                raise ValueError(f"{path.name}: {article.key} stands there twice")
            articles[article.key] = article
    for article in articles.values():
        if article.copy_of:
            original = articles[article.copy_of]
            article.states[0].title = original.states[0].title
            article.states[0].paragraphs = original.states[0].paragraphs
    return articles
