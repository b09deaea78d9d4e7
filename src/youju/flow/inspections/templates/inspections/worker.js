// Keeps the page of the inspectors on the device. Assets come from the device, the page from the house if it answers
// within three seconds, everything else from the house alone. Filled in by views/carry.py.
const CACHE = "youju-carry-{{ version }}";
const PAGE = "{{ page|escapejs }}";
const FILES = [{% for file in files %}"{{ file|escapejs }}", {% endfor %}];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((kept) => kept.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const clean = caches.keys().then((names) => Promise.all(
    names.filter((name) => name.startsWith("youju-carry-") && name !== CACHE).map(async (name) => {
      // The page of before stays until a newer one was fetched: an update must not empty a pocket.
      const page = await (await caches.open(name)).match(PAGE);
      const now = await caches.open(CACHE);
      if (page && !(await now.match(PAGE))) await now.put(PAGE, page);
      return caches.delete(name);
    })));
  event.waitUntil(clean.then(() => self.clients.claim()));
});

async function page(request) {
  const kept = await caches.open(CACHE);
  const before = await kept.match(PAGE);
  try {
    const signal = before ? AbortSignal.timeout(3000) : undefined;
    const fresh = await fetch(request, { signal });
    if (fresh.status >= 500 && before) return before;
    if (fresh.ok && !fresh.redirected && fresh.type === "basic") await kept.put(PAGE, fresh.clone());
    return fresh;
  } catch (error) {
    if (before) return before;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === PAGE) event.respondWith(page(request));
  else if (FILES.includes(url.pathname)) event.respondWith(caches.match(request, { cacheName: CACHE }).then((kept) => kept || fetch(request)));
});
