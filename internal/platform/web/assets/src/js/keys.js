// Keys act on what carries data-key: first in the selected row, then on the page. A row is selected by j and
// k or by focus, and stays selected by its id whatever the live updates do.
let chosen = "";
let place = 0;
let before = "";
let handled = false;
const rows = () => all("[data-row]");
const row = () => document.getElementById(chosen);
const typing = (el) => el.matches("textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])");

function choose(el, focus = true) {
  row()?.classList.remove("selected");
  chosen = el ? el.id : "";
  place = rows().indexOf(el);
  el?.classList.add("selected");
  if (el && focus) find("a.open", el)?.focus({ preventScroll: true });
  el?.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const list = rows();
  if (!list.length) return beside(by);
  const at = list.indexOf(row());
  choose(list[Math.min(list.length - 1, Math.max(0, at < 0 ? 0 : at + by))]);
}

// On a ticket, j and k go on through the list it was opened from, and u goes back there.
const trail = () => JSON.parse(sessionStorage.getItem("trail") ?? "{}");
function beside(by) {
  const { hrefs = [] } = trail();
  const next = hrefs[hrefs.indexOf(location.pathname) + by];
  const back = find("[data-back]");
  if (!back || !next || !hrefs.includes(location.pathname)) return;
  back.href = next;
  back.click();
}
function leaveTrail() {
  const list = find("[data-rows]");
  const links = all("a.open", list ?? undefined).map((a) => new URL(a.href).pathname);
  if (list && links.length) sessionStorage.setItem("trail", JSON.stringify({ list: location.pathname + location.search, hrefs: links }));
  const back = find("[data-back]");
  if (back) back.href = trail().list ?? back.href;
}

function press(el) {
  if (el.dataset.focus) {
    find("input", el)?.click();
    el = find(el.dataset.focus);
    el.setSelectionRange?.(el.value.length, el.value.length);
  }
  if ("palette" in el.dataset && openPalette()) return;
  typing(el) ? el.focus() : el.click();
  const menu = el.closest("[data-menu]");
  if (menu) find(items, menu)?.focus();
}

// In an open menu the arrows move, typing in its field narrows it down, Escape closes it.
const items = ".pop :is(input:not([type=hidden]), a, button):not([hidden])";
function inMenu(menu, event) {
  const { key } = event;
  const list = all(items, menu).filter((el) => el.offsetParent);
  const at = list.indexOf(document.activeElement);
  const by = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[key];
  if (key === "Escape") {
    menu.open = false;
    find("summary", menu).focus();
  } else if (by && (key.length > 1 || !typing(event.target))) list[(at + by + list.length) % list.length]?.focus();
  else if (key === "Enter" && typing(event.target)) list[1]?.click();
  else return typing(event.target) || key.length === 1;
  event.preventDefault();
  return true;
}
on("input", "[data-filter]", (el) => {
  for (const item of all("a, button", el.parentNode)) item.hidden = !`${item.textContent} ${item.dataset.insert ?? ""}`.toLowerCase().includes(el.value.trim().toLowerCase());
});

const byKey = (key, root) => find(`[data-key="${CSS.escape(key)}"]`, root);

// On a list, a key that only a ticket has opens the selected ticket and is pressed there.
function act(key) {
  const el = (row() && byKey(key, row())) || byKey(key, document);
  if (el) return press(el), true;
  if (row() && "rnsm".includes(key)) {
    sessionStorage.setItem("act", key);
    find("a.open", row())?.click();
    return true;
  }
  return false;
}

// A row that left the list hands its selection to the one in its place.
whenDrawn((event) => {
  if (event?.detail.ctx.target === document.body && !row()) chosen = "";
  if (chosen && !row() && rows().length) choose(rows()[Math.min(Math.max(place, 0), rows().length - 1)], document.activeElement === document.body);
  row()?.classList.add("selected");
  leaveTrail();
  const key = sessionStorage.getItem("act");
  if (key && byKey(key, document)) {
    sessionStorage.removeItem("act");
    press(byKey(key, document));
  }
});

on("focusin", "[data-row]", (el) => el.id !== chosen && choose(el, false));

function plain(event) {
  const key = event.key;
  const pair = `${before} ${key}`;
  before = "";
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1), true;
  if (key === "?") return find("#help")?.showModal(), true;
  if (key === "X" && row()) return byKey("x", row())?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: true })), true;
  if (key === "Enter") return document.activeElement === document.body && row() ? (find("a.open", row()).click(), true) : false;
  if (byKey(pair, document)) return act(pair);
  if (find(`[data-key^="${CSS.escape(key)} "]`)) return (before = key), true;
  return key.length === 1 && act(key);
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  const command = event.ctrlKey || event.metaKey;
  handled = false;
  if (event.isComposing || event.defaultPrevented) return;
  if (command && key === "k" && openPalette()) return event.preventDefault();
  const menu = target.closest?.("[data-menu][open]");
  if (menu && !command && inMenu(menu, event)) return (handled = event.defaultPrevented);
  if (command && key === "Enter" && target.form?.matches("[data-composer]")) {
    event.preventDefault();
    const button = all(".send", target.form).find((b) => b.offsetParent);
    return target.form.requestSubmit(button);
  }
  if (key === "Escape" && typing(target) && !target.closest("dialog")) {
    target.blur();
    return row() && choose(row());
  }
  if (command || event.altKey || typing(target) || find("dialog[open]")) return;
  handled = Boolean(plain(event));
  if (handled) event.preventDefault();
});

// A key that moved the focus into a field must not be typed there too; remote desktops send it apart.
document.addEventListener("beforeinput", (event) => handled && event.preventDefault());
document.addEventListener("keyup", () => (handled = false));
