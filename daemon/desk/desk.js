// Adds to pages that work without it: the keyboard, live updates of queue and case, buttons that copy.
// Keys go by their place on the keyboard (KeyboardEvent.code), so that they work on Cyrillic layouts.
"use strict";

(() => {
  const one = (css, from = document) => from.querySelector(css);
  const all = (css, from = document) => [...from.querySelectorAll(css)];
  const body = document.body;

  // ---- copying

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    if (!source) return;
    navigator.clipboard.writeText(source.value ?? source.textContent).then(() => {
      button.dataset.said ??= button.textContent;
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = button.dataset.said; }, 2000);
    });
  });

  // ---- keyboard

  const rows = () => all("[data-row]");
  let at = -1;

  const move = (by) => {
    const list = rows();
    if (!list.length) return;
    at = Math.max(0, Math.min(list.length - 1, at + by));
    list.forEach((each, i) => each.classList.toggle("chosen", i === at));
    const target = one("a, button", list[at]) ?? list[at];
    target.focus({ preventScroll: true });
    list[at].scrollIntoView({ block: "nearest" });
  };
  const chosen = () => rows()[at] ?? rows().find((row) => row.dataset.row === "open") ?? rows()[0];
  const press = (css, from = document) => {
    const target = from && one(css, from);
    if (!target) return false;
    target.click();
    return true;
  };
  const focus = (css) => {
    const target = one(css);
    if (!target) return false;
    target.closest("details")?.setAttribute("open", "");
    target.focus();
    return true;
  };
  const act = (name) => press(`form:has(input[name="act"][value="${name}"]) button`);
  const verdict = (n) => press(`.verdicts button:nth-of-type(${n})`, chosen());

  const sheet = one("#keys");
  const help = () => {
    if (!sheet) return false;
    if (sheet.open) sheet.close(); else sheet.showModal();
    return true;
  };

  const plain = {
    KeyJ: () => move(1),
    KeyK: () => move(-1),
    KeyO: () => press("h2 a", chosen()),
    KeyC: () => act("claim"),
    KeyR: () => act("release"),
    KeyZ: () => act("undo"),
    KeyN: () => focus('#notes textarea[name="text"]'),
    KeyD: () => focus('form:has(input[value="dispute"]) input[name="reason"]'),
    KeyS: () => focus('form:has(input[value="snooze"]) input[name="hours"]'),
    KeyE: () => press('.copy a[href*="/copies/"]', chosen()),
    KeyB: () => press("a[data-key=brief]"),
    KeyU: () => press('nav a[href="/"]'),
    KeyX: () => press("a[data-key=next]"),
    Slash: () => focus('input[name="q"]') || focus('.quick-check input'),
    Digit1: () => verdict(1), Digit2: () => verdict(2), Digit3: () => verdict(3),
    Digit4: () => verdict(4), Digit5: () => verdict(5), Digit6: () => verdict(6),
  };

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const writes = target.matches?.('input:not([type="checkbox"]), select, textarea, [contenteditable]');
    if (event.code === "Escape" && writes) {
      target.blur();
      return;
    }
    if (body.dataset.keys === "off" || writes || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.code === "Slash" && event.shiftKey) {
      if (help()) event.preventDefault();
      return;
    }
    if (event.shiftKey || sheet?.open) return;
    const wanted = plain[event.code];
    if (wanted && wanted() !== false) event.preventDefault();
  });
  one("[data-open-keys]")?.addEventListener("click", help);

  // ---- live updates: the page is asked for again and the old one becomes it, node by node. A field that stays
  // keeps its place, its focus and what somebody is typing; one that goes is kept while it holds text.

  const live = one("[data-live]");
  if (!live || !window.EventSource) return;

  const isElement = (node) => node.nodeType === Node.ELEMENT_NODE;
  /** What makes two nodes the same thing in two states of the page: an id, a form's act, else tag and class. */
  const sign = (node) => {
    if (!isElement(node)) return node.nodeName;
    if (node.id) return `${node.nodeName}#${node.id}`;
    const act = node.nodeName === "FORM" ? one('input[name="act"]', node)?.value ?? node.getAttribute("action") : "";
    return `${node.nodeName}.${node.classList[0] ?? ""} ${act}`;
  };
  const isWritten = (node) => all("textarea, input:not([type=hidden], [type=checkbox], [type=radio])", node)
    .some((field) => field.value !== field.defaultValue);

  const drop = (node) => {
    if (!isElement(node) || !isWritten(node)) {
      node.remove();
      return;
    }
    all("button", node).forEach((button) => { button.disabled = true; });
    const forms = node.matches("form") ? [node] : all("form", node);
    forms.filter((form) => isWritten(form) && !one("[data-kept]", form)).forEach((form) => {
      const why = document.createElement("p");
      why.className = "notice";
      why.dataset.kept = "";
      why.textContent = live.dataset.keptText;
      form.prepend(why);
    });
  };

  const become = (old, fresh) => {
    if (!isElement(old)) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    const mine = (name) => name === "open" && old.nodeName === "DETAILS";  // the person's, not the page's
    [...old.attributes].filter(({ name }) => !mine(name) && !fresh.hasAttribute(name))
      .forEach(({ name }) => old.removeAttribute(name));
    [...fresh.attributes].filter(({ name, value }) => !mine(name) && old.getAttribute(name) !== value)
      .forEach(({ name, value }) => old.setAttribute(name, value));
    const is = [...old.childNodes];
    const will = [...fresh.childNodes];
    const a = is.map(sign);
    const b = will.map(sign);
    // The longest run of things that both have: what is in it never leaves the document.
    const longest = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; --i) {
      for (let j = b.length - 1; j >= 0; --j) {
        longest[i][j] = a[i] === b[j] ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
      }
    }
    for (let i = 0, j = 0; i < a.length || j < b.length;) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        become(is[i++], will[j++]);
      } else if (j < b.length && (i === a.length || longest[i][j + 1] >= longest[i + 1][j])) {
        if (isElement(will[j])) will[j].dataset.came = "";
        old.insertBefore(will[j++], is[i] ?? null);
      } else {
        drop(is[i++]);
      }
    }
  };

  const refreshed = (fresh) => {
    const id = rows()[at]?.id;
    const held = live.contains(document.activeElement);
    const rev = live.dataset.rev;
    become(live, fresh);
    const news = one("#news");
    if (news && rev !== live.dataset.rev) {
      news.textContent = `${new Date().toLocaleTimeString(document.documentElement.lang)} · ${news.dataset.text}`;
    }
    at = id ? rows().findIndex((row) => row.id === id) : -1;
    if (at >= 0) {
      rows()[at].classList.add("chosen");
      if (held && !live.contains(document.activeElement)) one("a, button", rows()[at])?.focus({ preventScroll: true });
    }
  };

  let asked = false;
  let again = false;
  const refresh = () => {
    again = asked;
    if (asked) return;
    asked = true;
    // XMLHttpRequest reads a document without running anything in it, and needs no string of HTML.
    const request = new XMLHttpRequest();
    request.open("GET", live.dataset.live || location.href);
    request.responseType = "document";
    request.onload = () => {
      const fresh = request.response?.querySelector("[data-live]");
      if (request.status === 200 && fresh) refreshed(fresh);
    };
    request.onloadend = () => {
      asked = false;
      if (again) refresh();
    };
    request.send();
  };
  const heard = (news) => {
    if (!live.dataset.case || news.all || news.cases.includes(live.dataset.case)) refresh();
  };

  // One stream a browser: whichever tab holds the lock reads it and tells the others.
  const channel = new BroadcastChannel("quotewatch");
  channel.onmessage = (event) => heard(event.data);
  const listen = () => new Promise(() => {
    const events = new EventSource(`/events?since=${live.dataset.since}`);
    events.addEventListener("cases", (event) => {
      const news = JSON.parse(event.data);
      channel.postMessage(news);
      heard(news);
    });
    events.onerror = () => { body.dataset.stream = "lost"; };
    events.onopen = () => { body.dataset.stream = "open"; };
  });
  if (!navigator.locks) {
    listen();
    return;
  }
  navigator.locks.request("quotewatch-events", { ifAvailable: true }, (lock) => lock && listen()).then(() => {
    refresh();  // another tab listens: what came while this one was loading was told to nobody here
    navigator.locks.request("quotewatch-events", listen);
  });
})();
