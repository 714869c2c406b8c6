// Files dropped, pasted or chosen are sent at once, with their progress; the form then holds only their ids.
function upload(form, file) {
  const chip = document.createElement("span");
  const bar = document.createElement("progress");
  chip.className = "upload";
  chip.append(file.name, bar);
  find(".uploads", form).append(chip);
  const request = new XMLHttpRequest();
  request.upload.onprogress = (event) => {
    bar.max = event.total;
    bar.value = event.loaded;
  };
  request.onload = () => (request.status < 300 ? arrived(form, chip, request.responseText) : failed(chip, file, request.responseText));
  request.onerror = () => failed(chip, file, "");
  request.open("POST", form.dataset.uploadUrl);
  request.setRequestHeader("HX-Request", "true");
  const body = new FormData();
  body.append("file", file);
  request.send(body);
}

function arrived(form, chip, text) {
  chip.insertAdjacentHTML("beforebegin", text);
  const markdown = chip.previousElementSibling?.dataset.markdown;
  chip.remove();
  if (markdown) insert(field(form), `${markdown}\n`);
  else changed(form);
}

// What the server says of a refused file is a toast already.
function failed(chip, file, text) {
  chip.classList.add("failed");
  chip.textContent = `✕ ${file.name}`;
  find("#flash").insertAdjacentHTML("beforeend", text);
}

const take = (form, files) => form?.dataset.uploadUrl && files.length && ([...files].forEach((file) => upload(form, file)), true);
on("change", "[data-composer] [type=file]", (el) => take(el.form, el.files) && (el.value = ""));
on("paste", "[data-composer] textarea", (el, event) => take(el.form, event.clipboardData.files) && event.preventDefault());
on("dragover", "[data-composer]", (form, event) => {
  event.preventDefault();
  form.classList.add("dragging");
});
on("dragleave", "[data-composer]", (form, event) => form.contains(event.relatedTarget) || form.classList.remove("dragging"));
on("drop", "[data-composer]", (form, event) => {
  event.preventDefault();
  form.classList.remove("dragging");
  take(form, event.dataTransfer.files);
});
on("click", "[data-remove]", (el) => {
  const form = el.closest("form");
  el.closest(".upload").remove();
  changed(form);
});
