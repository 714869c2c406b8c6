// What shows time stays true: clocks, the sun, how long is left, how long ago.
const lang = document.documentElement.lang;
const unit = (n, u) => new Intl.NumberFormat(lang, { style: "unit", unit: u, unitDisplay: "short" }).format(n);

function length(ms) {
  const minutes = Math.max(1, Math.floor(Math.abs(ms) / 60000));
  if (minutes < 60) return unit(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 ? `${unit(hours, "hour").replace("hr", "h")} ${String(minutes % 60).padStart(2, "0")}` : unit(hours, "hour").replace("hr", "h");
  return unit(Math.floor(hours / 24), "day");
}

function tick() {
  const t = now();
  for (const el of all("[data-clock]"))
    el.textContent = new Date(t).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: el.dataset.clock });
  const sky = find("[data-sky]");
  if (sky) find(".now", sky).setAttribute("x", `${(((t / 1000 - sky.dataset.sky) / 864) % 100).toFixed(2)}%`);
  for (const el of all("[data-left]")) el.textContent = length(new Date(el.dateTime) - t);
  for (const el of all("[data-ago]")) el.textContent = new Intl.RelativeTimeFormat(lang, { style: "short" }).format(...since(t - new Date(el.dateTime)));
  const change = find("[data-change]");
  if (change?.dataset.bandUrl && change.dataset.change * 1000 < t && window.htmx)
    part(change.dataset.bandUrl).then(async (r) => r.ok && htmx.swap({ sourceElement: document.body, target: find(".band"), text: await r.text(), swap: "outerMorph" }));
}

function since(ms) {
  const minutes = Math.round(ms / 60000);
  if (minutes < 60) return [-minutes, "minute"];
  return minutes < 1440 ? [-Math.round(minutes / 60), "hour"] : [-Math.round(minutes / 1440), "day"];
}

// A toast that can be undone counts down to its end, then goes.
function countDown() {
  for (const el of all("[data-until]")) {
    const left = Math.ceil(el.dataset.until - now() / 1000);
    if (left <= 0) el.remove();
    else find("[data-seconds]", el).textContent = left;
  }
}
setInterval(tick, 30000);
setInterval(countDown, 250);
for (const el of all(".toast:not([data-until], .error)")) setTimeout(() => el.remove(), 6000);
document.addEventListener("visibilitychange", () => document.hidden || tick());
whenDrawn(tick);
