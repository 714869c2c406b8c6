// One stream per browser: the tab that holds the lock reads it and tells the others. An event is a hint; each
// element that follows its topic fetches itself.
const others = new BroadcastChannel("daywatch-live");
const waiting = new WeakMap();
let leading = false;
let stream = null;
let wanted = new Set();
let last = "";

const mine = () => [...(shell()?.dataset.topics ?? "").split(","), ...all("[data-live]").flatMap((el) => el.dataset.live.split(" "))].filter(Boolean);

function show(state) {
  const sign = find("#live");
  if (!sign) return;
  sign.dataset.state = state;
  sign.textContent = sign.dataset[state];
}

function tell(message) {
  others.postMessage(message);
  hear(message);
}

function open() {
  stream?.close();
  if (!wanted.size) return;
  stream = new EventSource(`/live?topics=${encodeURIComponent([...wanted])}&since=${last}`);
  stream.onopen = () => tell({ state: "on" });
  stream.onerror = () => {
    tell({ state: "off" });
    if (stream.readyState === EventSource.CLOSED) setTimeout(open, 10000);
  };
  stream.onmessage = (event) => {
    last = event.lastEventId || last;
    tell({ event: event.data, last });
  };
}

function want(topics) {
  const before = wanted.size;
  for (const topic of topics) wanted.add(topic);
  if (wanted.size > 180) {
    wanted = new Set(mine());
    others.postMessage({ ask: true });
  } else if (wanted.size === before) {
    if (stream?.readyState === EventSource.OPEN) tell({ state: "on" });
    return;
  }
  open();
}

function hear(message) {
  if (message.state) show(message.state);
  if (message.last) last = message.last;
  if (message.event) spread(message.event);
  if (message.want && leading) want(message.want);
  if (message.ask) others.postMessage({ want: mine() });
}
others.onmessage = (event) => hear(event.data);

function spread(text) {
  const [name, topic] = text.split(" ");
  const selector = name === "reset" ? "[data-live]" : `[data-live~="${CSS.escape(topic)}"]`;
  for (const el of all(selector)) {
    clearTimeout(waiting.get(el));
    waiting.set(el, setTimeout(refresh, 80, el));
  }
}

async function refresh(el) {
  const { liveMode: mode, liveSrc: source } = el.dataset;
  if (mode === "notice") return (el.hidden = false);
  if (!el.isConnected || !window.htmx) return;
  const newest = all(":scope > [data-id]", el).at(-1)?.dataset.id ?? "";
  const url = mode === "append" ? `${source}${source.includes("?") ? "&" : "?"}after=${newest}` : source;
  const answer = await part(url).catch(() => null);
  if (answer?.status === 404) return leave(el);
  if (!answer?.ok) return;
  const text = await answer.text();
  if (mode === "append" && !text.trim()) return;
  const box = el.closest(".thread") ?? el;
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
  await htmx.swap({ sourceElement: el, target: el, text, swap: mode === "append" ? "beforeend" : "outerMorph" });
  if (mode === "append" && atEnd) box.scrollTop = box.scrollHeight;
  else if (mode === "append" && find("#below")) find("#below").hidden = false;
  if (el.matches("[data-row]")) el.classList.add("fresh");
}

// A row that is gone hands its selection to the next one.
function leave(el) {
  if (el.id === chosen) choose(el.nextElementSibling?.closest("[data-row]") ?? el.previousElementSibling?.closest("[data-row]"), el.contains(document.activeElement));
  el.remove();
}
on("animationend", ".fresh", (el) => el.classList.remove("fresh"));

if (navigator.locks) {
  navigator.locks.request("daywatch-live", () => {
    leading = true;
    others.postMessage({ ask: true });
    want(mine());
    return new Promise(() => {});
  });
} else {
  leading = true;
}
// A page that a link brings in was drawn a moment ago: what the stream told since then, it told the page before.
const number = (id) => Number(id.split(".")[1] ?? 0);
whenDrawn((event) => {
  const since = shell()?.dataset.since ?? "";
  if (event?.detail.ctx.target === document.body && number(since) < number(last)) spread("reset");
  last ||= since;
  if (leading) want(mine());
  else if (mine().length) others.postMessage({ want: mine() });
});
