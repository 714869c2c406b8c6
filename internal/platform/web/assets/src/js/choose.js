// Rows are chosen by their box; with Shift all from the last one chosen to this.
let lastBox;
on("click", ".choose input", (el, event) => {
  const list = all(".choose input");
  const [from, to] = [list.indexOf(lastBox), list.indexOf(el)].sort((a, b) => a - b);
  if (event.shiftKey && from >= 0) for (const box of list.slice(from, to + 1)) box.checked = el.checked;
  lastBox = el;
});
