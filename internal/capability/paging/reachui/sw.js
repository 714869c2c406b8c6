// What rings while no page is open. See RFC 8030 and the W3C Push API.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

function read(data) {
  try {
    return data.json();
  } catch {
    return { title: "Daywatch", body: "Something rings. Open Daywatch.", url: "/phone", tag: "page", urgent: true };
  }
}

self.addEventListener("push", (event) => {
  const m = read(event.data);
  const over = m.what === "answered";
  event.waitUntil(
    self.registration.showNotification(m.title, {
      body: m.body,
      tag: m.tag,
      renotify: !over,
      silent: over,
      requireInteraction: m.urgent,
      vibrate: over ? undefined : [300, 100, 300, 100, 600],
      icon: "/icons/192.png",
      badge: "/icons/96.png",
      data: { url: m.url || "/phone" },
    }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url, self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then((open) => {
      const same = open.find((c) => c.url === url.href);
      return same ? same.focus() : self.clients.openWindow(url.href);
    }),
  );
});

// A browser may renew its subscription by itself; the desk must know the new address.
self.addEventListener("pushsubscriptionchange", (event) => {
  const options = event.oldSubscription?.options;
  if (!options) return;
  event.waitUntil(
    self.registration.pushManager.subscribe(options).then((made) => {
      const { endpoint, keys } = made.toJSON();
      return fetch("/profile/reach/browser", {
        method: "POST",
        body: new URLSearchParams({ endpoint, p256dh: keys.p256dh, auth: keys.auth, label: "renewed by the browser" }),
      });
    }),
  );
});

// Without a connection the app says so instead of showing a dinosaur.
self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate" || !new URL(event.request.url).pathname.startsWith("/phone")) return;
  const away = () =>
    new Response("Daywatch cannot be reached from here. What rings goes on to the next person. Reload when you have a connection.", {
      status: 503,
      headers: { "Content-Type": "text/plain; charset=utf-8" },
    });
  event.respondWith(fetch(event.request).catch(away));
});
