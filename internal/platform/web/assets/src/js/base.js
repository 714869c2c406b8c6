// What the other files use. All of them are joined into one module, in the order that assets.go lists.
const find = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const shell = () => find("[data-now]");
document.documentElement.classList.add("js");

// on listens once for the whole document, so it holds for whatever is swapped in later.
function on(type, selector, act) {
  document.addEventListener(type, (event) => {
    const el = event.target.closest?.(selector);
    if (el) act(el, event);
  });
}

// The desk's clock may not be this machine's: a page says what time it was drawn at.
let skew = 0;
const now = () => Date.now() + skew;
function readClock() {
  if (shell()) skew = shell().dataset.now * 1000 - Date.now();
}

// whenDrawn runs now and after each page that a link or form brings in without a reload.
function whenDrawn(act) {
  act();
  document.addEventListener("htmx:after:swap", (event) => act(event));
}
whenDrawn((event) => {
  const target = event?.detail.ctx.target;
  if (!event || target === document.body) readClock();
  if (event && target === document.body) find("#main")?.scrollTo(0, 0);
  for (const pre of all(".prose pre")) pre.tabIndex = 0;
});

const part = (url, more = {}) =>
  fetch(url, { ...more, headers: { "HX-Request": "true", "HX-Request-Type": "partial", Accept: "text/html", ...more.headers } });

on("click", "[data-close]", (el) => el.closest(".toast").remove());
on("click", "[data-dialog]", (el) => document.getElementById(el.dataset.dialog)?.showModal());
on("click", "dialog", (el, event) => event.target === el && el.close());
on("click", "[data-copy]", (el) => navigator.clipboard?.writeText(find("pre", el.parentNode).textContent));

// A thread opens at its newest entry, unless the address names another.
function toNewest() {
  const thread = find(".thread:has(.entries)");
  const newest = thread && (document.getElementById(location.hash.slice(1)) ?? all(".message", thread).at(-1));
  if (newest) thread.scrollTop += newest.getBoundingClientRect().top - thread.getBoundingClientRect().top - 14;
}
whenDrawn((event) => (!event || event.detail.ctx.target === document.body) && toNewest());
on("click", "#below", (el) => {
  el.hidden = true;
  find(".thread").scrollTop = find(".thread").scrollHeight;
});

// Which sections are open the desk learns by a cookie, so that it draws them so on every ticket.
document.addEventListener("toggle", ({ target: { dataset: { fold } = {}, open } }) => {
  if (!fold) return;
  const kept = new Set(/(?:^|; )open=([^;]*)/.exec(document.cookie)?.[1].split(".").filter(Boolean));
  kept[open ? "add" : "delete"](fold);
  document.cookie = `open=${[...kept].join(".")}; path=/; max-age=31536000; samesite=lax`;
}, true);

// What someone has begun to change in a form is not redrawn under their hands.
on("input", "[data-keep]", (form) => form.setAttribute("hx-morph-skip", ""));
document.addEventListener("click", (event) => {
  for (const menu of all("[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});
