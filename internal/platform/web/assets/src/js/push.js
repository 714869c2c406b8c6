// Web push for this browser (W3C Push API), and the service worker that makes the phone page an app.
const box = document.querySelector("[data-push]");
const able = window.isSecureContext && "serviceWorker" in navigator;
const ready = able ? navigator.serviceWorker.register("/sw.js", { scope: "/" }) : null;

function show(state) {
  for (const el of box.querySelectorAll("[data-push-say]")) el.hidden = el.dataset.pushSay !== state;
  box.querySelector("[data-push-do=connect]").hidden = !["off", "failed"].includes(state);
  box.querySelector("[data-push-do=disconnect]").hidden = state !== "on";
}

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

async function post(url, fields) {
  const answer = await fetch(url, { method: "POST", body: new URLSearchParams(fields), headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
}

async function state() {
  if (!window.isSecureContext) return "insecure";
  if (!able || !("PushManager" in window) || !("Notification" in window)) return "unsupported";
  if (Notification.permission === "denied") return "denied";
  return (await (await ready).pushManager.getSubscription()) ? "on" : "off";
}

async function connect() {
  if ((await Notification.requestPermission()) !== "granted") return show("denied");
  const registration = await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.push) });
  const { endpoint, keys } = made.toJSON();
  const system = navigator.userAgentData?.platform ?? navigator.platform;
  try {
    await post(box.dataset.pushConnect, { endpoint, p256dh: keys.p256dh, auth: keys.auth, label: `${system}, ${new Date().toLocaleDateString()}` });
  } catch (err) {
    await made.unsubscribe();
    throw err;
  }
  location.reload();
}

async function disconnect() {
  const made = await (await ready).pushManager.getSubscription();
  if (made) {
    await post(box.dataset.pushDisconnect, { endpoint: made.endpoint });
    await made.unsubscribe();
  }
  location.reload();
}

if (box) {
  state().then(show, () => show("unsupported"));
  box.addEventListener("click", (event) => {
    const act = { connect, disconnect }[event.target.closest("[data-push-do]")?.dataset.pushDo];
    act?.().catch(() => show("failed"));
  });
}
