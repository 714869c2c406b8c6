// The composer keeps its draft on the server as one types, and once more when the page is left.
const field = (form) => find("textarea", form);
const draft = (form) => {
  const data = new FormData(form);
  const kept = new URLSearchParams({ mode: data.get("mode") ?? "", body: field(form).value });
  for (const id of data.getAll("attachment")) kept.append("attachment", id);
  return kept;
};

function say(form, key) {
  find(".saved", form).textContent = find(".saved", form).dataset[key];
}

async function save(form) {
  form.dataset.dirty = "";
  const answer = await part(form.dataset.draftUrl, { method: "POST", body: draft(form) }).catch(() => null);
  if (answer?.ok) return say(form, "saved");
  form.dataset.dirty = "1";
  say(form, "unsaved");
  waiting.set(form, setTimeout(save, 5000, form));
}

function changed(form) {
  if (!form.dataset.draftUrl) return;
  form.dataset.dirty = "1";
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(save, 700, form));
}
on("input", "[data-composer] textarea", (el) => changed(el.form));
on("change", "[data-composer] [name=mode]", (el) => (changed(el.form), field(el.form).focus()));
on("submit", "[data-composer]", (form) => {
  clearTimeout(waiting.get(form));
  form.dataset.dirty = "";
  document.activeElement.blur();
});
addEventListener("pagehide", () => {
  for (const form of all("[data-composer]")) if (form.dataset.dirty) navigator.sendBeacon(form.dataset.draftUrl, draft(form));
});

on("click", "[data-preview]", async (button) => {
  const form = button.closest("form");
  const pane = find(".preview", form);
  const show = pane.hidden;
  if (show) {
    const answer = await part(form.dataset.previewUrl, { method: "POST", body: draft(form) }).catch(() => null);
    if (!answer?.ok) return say(form, "unsaved");
    pane.innerHTML = await answer.text();
  }
  pane.hidden = !show;
  field(form).hidden = show;
  button.ariaPressed = show;
  if (!show) field(form).focus();
});

// insert puts text where the cursor is, at the end if it never was there, and lets Ctrl+Z take it back.
function insert(area, text) {
  if (!area.selectionEnd) area.setSelectionRange(area.value.length, area.value.length);
  area.focus();
  if (!document.execCommand("insertText", false, text)) area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
on("click", "[data-insert]", (el) => {
  const menu = el.closest("[data-menu]");
  if (menu) menu.open = false;
  insert(field(el.closest("form") ?? find("[data-composer]")), el.dataset.insert);
});
