// Adds to pages that work without it: the keyboard, live updates of the queue, buttons that copy.
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

  // ---- live updates: one stream a browser, whichever tab holds the lock reads it and tells the others

  const live = one("[data-live]");
  if (!live || !window.EventSource) return;

  let asked = false;
  const refresh = () => {
    if (asked) return;
    asked = true;
    // XMLHttpRequest reads a document without running anything in it, and needs no string of HTML.
    const request = new XMLHttpRequest();
    request.open("GET", location.href);
    request.responseType = "document";
    request.onloadend = () => { asked = false; };
    request.onload = () => {
      const fresh = request.response?.querySelector("[data-live]");
      const old = one("[data-live]");
      if (request.status !== 200 || !fresh || !old) return;
      const id = rows()[at]?.id;
      const held = old.contains(document.activeElement);
      old.replaceWith(document.adoptNode(fresh));
      at = id ? rows().findIndex((row) => row.id === id) : -1;
      if (at >= 0) {
        rows()[at].classList.add("chosen");
        if (held) one("a, button", rows()[at])?.focus({ preventScroll: true });
      }
    };
    request.send();
  };

  const channel = new BroadcastChannel("quotewatch");
  channel.onmessage = refresh;
  const listen = () => new Promise(() => {
    const events = new EventSource("/events");
    events.addEventListener("cases", () => { channel.postMessage("cases"); refresh(); });
    events.onerror = () => { body.dataset.stream = "lost"; };
    events.onopen = () => { body.dataset.stream = "open"; };
  });
  if (navigator.locks) navigator.locks.request("quotewatch-events", listen); else listen();
})();
