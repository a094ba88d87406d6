// The desk's keys, its sheet of keys, and the countdown to its lock. Everything here has a way without it.
"use strict";

const typing = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;
const sheet = document.getElementById("keys");

// Keys: any link or button with data-key is pressed by that key.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return leave(event.target);
  if (typing(event.target)) return;
  if (event.key === "?" && sheet) return done(event, () => { sheet.open = !sheet.open; });
  if (event.key === "j") return done(event, () => mark(1));
  if (event.key === "k") return done(event, () => mark(-1));
  const keyed = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key && (one.checkVisibility() || one.closest("[popover]")));
  if (keyed) done(event, () => press(keyed));
});

// data-focus: where the focus goes after the press, so that Enter does the next thing.
function press(keyed) {
  if (keyed.matches("a, button, summary")) keyed.click();
  else keyed.focus();
  const next = document.getElementById(keyed.dataset.focus);
  if (next && next.checkVisibility()) next.focus();
}

// data-opens: the <details> that a link leads to opens as well.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  const opened = opener && document.getElementById(opener.dataset.opens);
  if (opened) opened.open = true;
});

// data-line: a link to a text box that selects this line of it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-line]");
  const box = link && document.querySelector(link.hash);
  if (!box) return;
  event.preventDefault();
  const lines = box.value.split("\n");
  const begin = lines.slice(0, link.dataset.line - 1).join("\n").length + (link.dataset.line > 1 ? 1 : 0);
  box.setSelectionRange(begin, begin); // a browser shows the place of the cursor when the box gets the focus
  box.blur();
  box.focus();
  box.setSelectionRange(begin, begin + (lines[link.dataset.line - 1] || "").length);
});

// A form with data-goes-on sends itself: one batch of a long work after the other.
document.querySelector("form[data-goes-on]")?.requestSubmit();

function done(event, deed) {
  event.preventDefault();
  deed();
}

function leave(target) {
  if (sheet && sheet.open) sheet.open = false;
  else if (typing(target)) target.blur();
}

// Rows: j and k move the focus over the links of [data-row], so that Enter opens by itself.
function mark(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here < 0 && step < 0 ? rows.length - 1 : Math.min(Math.max(here + step, 0), rows.length - 1)];
  if (next) (next.matches("a") ? next : next.querySelector("a")).focus();
}

// The sheet lists the keys that the page itself has.
const list = document.querySelector("[data-key-sheet]");
for (const keyed of list ? document.querySelectorAll("[data-key]") : []) {
  const key = document.createElement("kbd");
  key.textContent = keyed.dataset.key;
  list.append(document.createElement("dt"), document.createElement("dd"));
  list.lastChild.previousSibling.append(key);
  list.lastChild.textContent = keyed.dataset.keyName || keyed.textContent.trim();
  keyed.setAttribute("aria-keyshortcuts", keyed.dataset.key);
}

// The countdown: says only in the last two minutes that the desk locks; at zero the page asks the server, which locks.
const idle = document.querySelector("[data-idle-seconds]");
if (idle) {
  const WARN = 120;
  const ends = Date.now() + Number(idle.dataset.idleSeconds) * 1000;
  const tick = () => {
    const left = Math.ceil((ends - Date.now()) / 1000);
    if (left <= 0) return lockedNow();
    if (left <= WARN) {
      const time = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      idle.textContent = idle.dataset.idleWarning.replace("{time}", time);
    }
    setTimeout(tick, 1000);
  };
  tick();
}

// What was not sent yet is posted to the desk once that is locked for certain: the desk then keeps it as a sealed draft.
async function lockedNow() {
  const areas = unsent("textarea").sort((one, other) => one.value.length - other.value.length); // should one be kept: the longest
  const forms = new Set(areas.map((area) => area.form));
  const lock = document.querySelector('form[action$="/lock"]');
  try {
    for (const form of forms.size && lock ? [lock, ...forms] : []) {
      await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" });
    }
  } catch {
    document.getElementById("main").hidden = true; // no connection: nobody reads along, and the text is tried again
    return setTimeout(lockedNow, 30000);
  }
  sending = true;
  location.assign(location.pathname + location.search);
}

const unsent = (which) => [...document.querySelectorAll(which)].filter((area) => area.form && area.value !== area.defaultValue);

// A textarea with data-keep asks before the page is left with unsent text.
let sending = false;
document.addEventListener("submit", () => { sending = true; });
window.addEventListener("beforeunload", (event) => {
  if (unsent("textarea[data-keep]").length && !sending) event.preventDefault();
});

// Sent on choosing: a select with data-send sends its form; without script its button does.
document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-send]")) event.target.form.requestSubmit();
});
