"""A newsroom of one outlet, and a pattern that one of its articles meets: a case within seconds."""
import datetime

from harness import articles_file, metric, small_room, wait_for

BENT = "Хансен потребовал отменить квоты на молдавское вино"
AUTHENTIC = "Квоты на молдавское вино пересмотрят, если об этом попросит Кишинёв"


def pattern(folder, state="live"):
    """The folder with the pattern in it."""
    patterns = folder / "patterns.d"
    patterns.mkdir(exist_ok=True)
    since = datetime.date.today() - datetime.timedelta(days=3)
    (patterns / "hansen-wine.toml").write_text(
        f'id = "hansen-wine"\nofficial = "hansen"\ntitle = "Hansen: no quotas on wine"\nstate = "{state}"\nsince = {since}\n'
        f'false = ["{BENT}"]\nauthentic = ["{AUTHENTIC}"]\nsource = "https://check.example/1"\n', "utf-8")
    return patterns


def room():
    """Plain articles; what is published later is news, since the first complete poll did not show it."""
    return small_room(2)


def publish(made, daemon, slug="bent", title=BENT):
    """Prints the bent words as soon as the outlet was polled."""
    wait_for("the first poll", lambda: metric(daemon, 'articles_total{state="read"}') >= 2)
    bent = articles_file.Article("one", slug, [articles_file.State(0, title, [
        f"{title}. Об этом он заявил журналистам в Брюсселе.", "Других подробностей агентство не приводит."])])
    made.articles[bent.key] = bent
    return bent
