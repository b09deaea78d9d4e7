// Handing in: photos first, then what was written down, in its order, each under the number it got when it was written.
// The house answers a number it knows with its first answer, so an answer that was lost on the way is asked for again.

const BATCH = 50;

export class SignedOut extends Error {}
export class OutOfReach extends Error {}

function token() {
  const found = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return found ? decodeURIComponent(found.slice("csrftoken=".length)) : "";
}

async function ask(url, options = {}) {
  let answer;
  try {
    // whoever signed in on this device meanwhile: what a person wrote is handed in by that person or not at all
    const headers = { Accept: "application/json", "X-CSRFToken": token(), "X-Youju-Person": document.body.dataset.person, ...options.headers };
    answer = await fetch(url, { ...options, headers, credentials: "same-origin", redirect: "manual", cache: "no-store" });
  } catch { throw new OutOfReach(); }
  if (answer.status === 401 || answer.status === 403 || answer.type === "opaqueredirect") throw new SignedOut();
  if (answer.status >= 500 || answer.status === 429) throw new OutOfReach();
  return answer;
}

const said = (item) => ({
  uuid: item.uuid, kind: item.kind, visit: item.visit, indicator: item.indicator || "", value: item.value ?? null,
  what: item.what || "", clause: item.clause || "", note: item.note || "", evidence: item.evidence || [],
  corrects: item.corrects || null,
});

// Returns the item with its evidence named, or null if a photo was refused.
async function withPhotos(store, item, urls) {
  const evidence = [];
  for (const id of item.photos || []) {
    const photo = await store.photo(id);
    if (!photo.sha256) {
      const form = new FormData();
      form.append("unit", photo.unit);
      form.append("scheme", photo.scheme);
      form.append("file", photo.blob, photo.name);
      const answer = await ask(urls.evidence, { method: "POST", body: form });
      const told = await answer.json();
      if (!answer.ok) {
        await store.answered(item, { status: "refused", what: told.what || told.title || "", why: told.why || told.detail || "", instead: told.instead || "", english: told.english || "" });
        return null;
      }
      await store.keepPhoto({ ...photo, sha256: told.sha256 });
      photo.sha256 = told.sha256;
    }
    evidence.push(photo.sha256);
  }
  const ready = { ...item, evidence };
  await store.put(ready);
  return ready;
}

async function send(store, items, urls) {
  const ready = [];
  for (const item of items) {
    const one = await withPhotos(store, item, urls);
    if (one) ready.push(one);
  }
  for (let from = 0; from < ready.length; from += BATCH) {
    const part = ready.slice(from, from + BATCH);
    const body = JSON.stringify({ items: part.map(said) });
    const answer = await ask(urls.sync, { method: "POST", body, headers: { "Content-Type": "application/json" } });
    if (!answer.ok) throw new OutOfReach();
    const { answers } = await answer.json();
    for (let at = 0; at < part.length; at += 1) await store.answered(part[at], answers[at]);
  }
}

const waiting = async (store) => (await store.all("items")).filter((item) => item.state === "waiting");

// A visit is ended last, and only when nothing of it is in dispute: afterwards nothing of it can be put right.
async function endings(store) {
  const items = await store.all("items");
  const disputed = new Set(items.filter((item) => item.state === "conflict" || item.state === "refused").map((item) => item.visit));
  return items.filter((item) => item.state === "waiting" && item.kind === "finish" && !disputed.has(item.visit));
}

async function all(store, urls) {
  await send(store, (await waiting(store)).filter((item) => item.kind !== "finish"), urls);
  await send(store, await endings(store), urls);
  const answer = await ask(urls.day);
  if (!answer.ok) throw new OutOfReach();
  await store.replaceVisits(await answer.json());
}

// One at a time, over all windows of this device.
export function handIn(store, urls) {
  return navigator.locks.request("youju-carry", () => all(store, urls));
}
