// A field with a limit says how many of its characters are used, counted as the desk counts them.
function count(el) {
  let said = el.nextElementSibling;
  if (said?.tagName !== "OUTPUT") el.after((said = document.createElement("output")));
  const used = [...el.value.trim()].length;
  said.textContent = `${used} / ${el.dataset.limit}`;
  said.classList.toggle("over", used > el.dataset.limit);
}
on("input", "[data-limit]", count);
whenDrawn(() => all("[data-limit]").forEach(count));
