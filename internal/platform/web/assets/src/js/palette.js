// The palette asks the server as one types; its answers are links, so Enter is a click.
let asked = 0;
function openPalette() {
  const box = find("#palette");
  if (!box?.showModal) return false;
  if (!box.open) box.showModal();
  find("input", box).select();
  ask(box);
  return true;
}

async function ask(box) {
  const turn = ++asked;
  const answer = await part(`/palette?q=${encodeURIComponent(find("input", box).value)}`).catch(() => null);
  if (turn !== asked || !answer?.ok) return;
  const list = find(".results", box);
  list.innerHTML = await answer.text();
  window.htmx?.process(list);
  all("a", list).forEach((a, i) => (a.id = `palette-${i}`));
  mark(box, find("a", list));
}

function mark(box, link) {
  for (const a of all("a", box)) a.setAttribute("aria-selected", a === link);
  find("input", box).setAttribute("aria-activedescendant", link?.id ?? "");
  link?.scrollIntoView({ block: "nearest" });
}

on("click", "[data-palette]", (el, event) => openPalette() && event.preventDefault());
on("input", "#palette input", (el) => {
  clearTimeout(waiting.get(el));
  waiting.set(el, setTimeout(ask, 90, el.closest("dialog")));
});
on("keydown", "#palette input", (el, event) => {
  const box = el.closest("dialog");
  const links = all("a", box);
  const at = links.findIndex((a) => a.ariaSelected === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    mark(box, links[(at + (event.key === "ArrowDown" ? 1 : links.length - 1)) % links.length]);
  }
});
on("submit", "#palette form", (form, event) => {
  const link = find("#palette [aria-selected=true]");
  if (!link) return;
  event.preventDefault();
  form.closest("dialog").close();
  link.click();
});
