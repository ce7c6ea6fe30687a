"""Feeds and pages of the newsroom, in the handwriting of several content systems."""
import datetime
import email.utils
import html
import json

WORDS = {
    "ru": {"also": "Читайте также", "share": "Поделиться", "home": "Главная", "author": "Автор", "rights": "Все права защищены"},
    "uk": {"also": "Читайте також", "share": "Поширити", "home": "Головна", "author": "Автор", "rights": "Усі права захищено"},
}
MONTHS = {
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря".split(),
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня".split(),
}
ZONE = {"RU": datetime.timezone(datetime.timedelta(hours=3)), "UA": datetime.timezone(datetime.timedelta(hours=2))}
esc = html.escape


def rss2(outlet, base, items):
    out = [f'<?xml version="1.0" encoding="{outlet.get("charset", "utf-8")}"?>\n<rss version="2.0"><channel>',
           f"<title>{esc(outlet['name'])}</title><link>{base}/</link><language>{outlet['language']}</language>"]
    for article, state, published in items:
        lead = state.paragraphs[0] if state.paragraphs and not outlet.get("walled") else ""
        out.append(f"<item><title>{esc(state.title)}</title><link>{base}/{article.slug}.html</link>"
                   f"<guid isPermaLink=\"true\">{base}/{article.slug}.html</guid>"
                   f"<pubDate>{email.utils.format_datetime(published)}</pubDate>"
                   + (f"<description><![CDATA[{lead}]]></description>" if lead else "") + "</item>")
    return "\n".join(out) + "\n</channel></rss>\n", "application/rss+xml"


def atom(outlet, base, items):
    now = max([published for _, _, published in items], default=datetime.datetime.now(datetime.timezone.utc))
    out = [f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{outlet["language"]}">',
           f"<title>{esc(outlet['name'])}</title><id>{base}/</id><updated>{now.isoformat()}</updated>"]
    for article, state, published in items:
        out.append(f"<entry><title>{esc(state.title)}</title><id>{base}/{article.slug}.html</id>"
                   f'<link rel="alternate" href="/{article.slug}.html"/>'
                   f"<published>{published.isoformat()}</published><updated>{published.isoformat()}</updated></entry>")
    return "\n".join(out) + "\n</feed>\n", "application/atom+xml"


def rss1(outlet, base, items):
    out = ['<?xml version="1.0" encoding="utf-8"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/" '
           'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">',
           f'<channel rdf:about="{base}/"><title>{esc(outlet["name"])}</title><link>{base}/</link></channel>']
    for article, state, published in items:
        url = f"{base}/{article.slug}.html"
        out.append(f'<item rdf:about="{url}"><title>{esc(state.title)}</title><link>{url}</link>'
                   f"<dc:date>{published.isoformat()}</dc:date></item>")
    return "\n".join(out) + "\n</rdf:RDF>\n", "application/rdf+xml"


FEEDS = {"rss2": rss2, "atom": atom, "rss1": rss1}


def paragraphs(state):
    return "\n".join(f"<p>{esc(p, quote=False)}</p>" for p in state.paragraphs)


def teasers(outlet, others):
    return "".join(f'<li><a href="/{a.slug}.html">{esc(s.title)}</a></li>' for a, s in others)


def structured(outlet, base, article, state, published, others):
    words = WORDS[outlet["language"]]
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": state.title,
            "datePublished": published.isoformat(), "author": {"@type": "Person", "name": article.author or outlet["name"]},
            "publisher": {"@type": "Organization", "name": outlet["name"]}}
    return f"""<!DOCTYPE html>
<html lang="{outlet['language']}"><head><meta charset="utf-8"><title>{esc(state.title)} — {esc(outlet['name'])}</title>
<meta property="og:title" content="{esc(state.title)}"><meta property="article:published_time" content="{published.isoformat()}">
<link rel="canonical" href="{base}/{article.slug}.html">
<link rel="alternate" type="application/rss+xml" href="/feed.xml">
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head>
<body><header><nav><a href="/">{words['home']}</a> <a href="/news">{esc(outlet['name'])}</a></nav></header>
<main><article><h1>{esc(state.title)}</h1>
<div class="meta"><time datetime="{published.isoformat()}">{published:%d.%m.%Y, %H:%M}</time> <span class="author">{esc(article.author)}</span></div>
<div class="article-body">
{paragraphs(state)}
</div></article>
<aside class="related"><h3>{words['also']}</h3><ul>{teasers(outlet, others)}</ul></aside></main>
<footer>© {esc(outlet['name'])}. {words['rights']}</footer></body></html>
"""


def plain(outlet, base, article, state, published, others):
    words = WORDS[outlet["language"]]
    return f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>{esc(state.title)}</title>
<meta name="description" content="{esc(state.paragraphs[0] if state.paragraphs else '')}"></head>
<body><div id="top"><a href="/">{esc(outlet['name'])}</a></div>
<div class="content"><h1 class="title">{esc(state.title)}</h1>
<div class="date"><time datetime="{published.isoformat()}">{published:%H:%M}</time></div>
<div class="text">
{paragraphs(state)}
</div><div class="share">{words['share']}: <a href="#">Telegram</a></div>
<div class="more"><b>{words['also']}:</b> {" | ".join(f'<a href="/{a.slug}.html">{esc(s.title)}</a>' for a, s in others)}</div>
</div><div id="bottom">© {esc(outlet['name'])}</div></body></html>
"""


def old(outlet, base, article, state, published, others):
    """A site of the nineties: tables, capitals, no structure, the date in words."""
    words = WORDS[outlet["language"]]
    date = f"{published.day} {MONTHS[outlet['language']][published.month - 1]} {published.year}, {published:%H:%M}"
    body = "<BR><BR>\n".join(esc(p, quote=False) for p in state.paragraphs)
    return f"""<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={outlet['charset']}">
<TITLE>{esc(outlet['name'])}: {esc(state.title)}</TITLE></HEAD>
<BODY BGCOLOR=white><TABLE WIDTH=100%><TR><TD WIDTH=160 VALIGN=top><A HREF="/">{words['home']}</A></TD>
<TD VALIGN=top><H1>{esc(state.title)}</H1><FONT SIZE=2 COLOR=gray>{date}</FONT><BR>
<DIV CLASS=article>{body}</DIV>
<P><I>{words['author']}: {esc(article.author or outlet['name'])}</I></P></TD>
<TD WIDTH=200 VALIGN=top><B>{words['also']}</B><UL>{teasers(outlet, others)}</UL></TD></TR></TABLE></BODY></HTML>
"""


PAGES = {"structured": structured, "plain": plain, "old": old}


def home(outlet, items):
    rows = "".join(f'<li><a href="/{a.slug}.html">{esc(s.title)}</a></li>' for a, s, _ in items)
    return (f'<!DOCTYPE html><html lang="{outlet["language"]}"><head><meta charset="{outlet.get("charset", "utf-8")}">'
            f'<title>{esc(outlet["name"])}</title><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head>'
            f"<body><h1>{esc(outlet['name'])}</h1><ul>{rows}</ul></body></html>\n")
