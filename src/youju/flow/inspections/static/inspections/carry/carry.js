// The page: a list, one visit, and what was written down. Every word stands in carry.html; here is only what happens.
import { open } from "./store.js";
import { handIn, OutOfReach, SignedOut } from "./sync.js";
import { redrawn } from "./photo.js";

const { person, day, sync, evidence } = document.body.dataset;
const urls = { day, sync, evidence };
const find = (name) => document.getElementById(name);
const word = (name) => find("words").content.querySelector(`[data-word="${name}"]`).textContent;
const copy = (name) => find(name).content.firstElementChild.cloneNode(true);
const set = (inside, name, text) => { inside.querySelector(`[data-is="${name}"]`).textContent = text; };
const store = await open(person);
let handing = false;

function today() {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}

async function draw() {
  const [visits, items] = [await store.all("visits"), await store.all("items")];
  const open_ = items.filter((item) => item.state !== "stored");
  find("waiting").textContent = open_.length ? `${word("unsent")} ${open_.length}` : word("all-sent");
  find("waiting").className = `light ${open_.length ? "waiting" : "done"}`;
  const here = visits.find((visit) => visit.uuid === location.hash.slice(1));
  find("list").hidden = Boolean(here);
  find("visit").hidden = !here;
  if (here) drawVisit(here, items.filter((item) => item.visit === here.uuid));
  else drawList(visits, items);
}

function drawList(visits, items) {
  const order = (visit) => `${visit.over ? 1 : 0}${visit.day || ""}${visit.unit}`;
  const rows = visits.sort((a, b) => (order(a) < order(b) ? -1 : 1)).map((visit) => {
    const row = copy("t-row");
    row.querySelector("a").href = `#${visit.uuid}`;
    set(row, "name", visit.name);
    set(row, "day", visit.day || "");
    const written = items.filter((item) => item.visit === visit.uuid);
    const ended = visit.over || written.some((item) => item.kind === "finish");
    set(row, "state", word(written.some((item) => item.state === "conflict" || item.state === "refused") ? "look" : ended ? "ended" : visit.day && visit.day > today() ? "later" : "to-do"));
    return row;
  });
  find("rows").replaceChildren(...(rows.length ? rows : [copy("t-none")]));
}

function drawVisit(visit, items) {
  const page = find("visit");
  if (page.dataset.uuid !== visit.uuid) {
    page.dataset.uuid = visit.uuid;
    find("name").textContent = visit.name;
    find("asked").replaceChildren(...visit.asked.map((one) => {
      const section = copy("t-asked");
      section.dataset.indicator = one.indicator;
      set(section, "title", one.title || one.indicator);
      set(section, "measure", one.measure ? `(${one.measure})` : "");
      section.querySelector("form").addEventListener("submit", (event) => verification(event, visit, one.indicator));
      return section;
    }));
    for (const name of ["finding", "finish"]) find(name).reset();
  }
  for (const section of find("asked").children) {
    const mine = items.filter((item) => item.kind === "verification" && item.indicator === section.dataset.indicator);
    section.querySelector("ul").replaceChildren(...mine.map(drawn));
  }
  find("findings").replaceChildren(...items.filter((item) => item.kind === "finding").map(drawn));
  find("ends").replaceChildren(...items.filter((item) => item.kind === "finish").map(drawn));
  const over = visit.over || items.some((item) => item.kind === "finish" && item.state !== "refused");
  for (const form of page.querySelectorAll("form")) form.hidden = over;
  find("over").hidden = !over;
}

function drawn(item) {
  const row = copy("t-item");
  row.dataset.state = item.state;
  set(row, "said", item.kind === "verification" ? (item.value ?? word("not-found")) : (item.what || item.note || word("ended")));
  set(row, "note", [item.kind === "verification" ? item.note : item.clause, item.photos.length ? `${item.photos.length} ${word("photos")}` : ""].filter(Boolean).join(" · "));
  const answer = item.answer || {};
  const state = row.querySelector("[data-is=state]");
  state.textContent = word(item.state) + (answer.result ? `${word("that-is")}${word(answer.result)}` : "");
  state.className = `light ${{ waiting: "waiting", stored: "done", conflict: "late", refused: "late" }[item.state]}`;
  if (item.state === "stored" && "reported" in answer) set(row, "reported", `${word("reported")} ${answer.reported ?? word("not-reported")}`);
  if (item.state === "conflict") row.append(conflict(item, answer));
  if (item.state === "refused") row.append(refused(item, answer));
  return row;
}

function conflict(item, answer) {
  const both = copy("t-conflict");
  set(both, "mine", answer.yours.value);
  set(both, "my-note", answer.yours.note);
  set(both, "theirs", answer.theirs.value);
  set(both, "their-note", answer.theirs.note);
  set(both, "by", answer.theirs.by);
  both.querySelector("[data-do=mine]").addEventListener("click", () => again(item, { corrects: answer.theirs.uuid }));
  both.querySelector("[data-do=theirs]").addEventListener("click", () => gone(item));
  return both;
}

function refused(item, answer) {
  const told = copy("t-refused");
  const inEnglish = document.documentElement.lang.startsWith("en") && answer.english;
  set(told, "what", inEnglish ? answer.english : `${answer.what || ""}${word("that-is")}`);
  for (const name of ["why", "instead"]) set(told, name, (!inEnglish && answer[name]) || "");
  told.querySelector("[data-do=again]").addEventListener("click", () => again(item, {}));
  told.querySelector("[data-do=drop]").addEventListener("click", () => gone(item));
  return told;
}

// Another try is another item: its number is new, because the house keeps the answer to the first.
async function again(item, more) {
  const { n, answer, state, ...rest } = item;
  await store.change(["items"], (items) => {
    items.delete(n);
    items.add({ ...rest, ...more, uuid: crypto.randomUUID(), state: "waiting" });
  });
  await draw();
  await attempt();
}

async function gone(item) {
  await store.remove(item);
  await draw();
  await attempt();
}

async function verification(event, visit, indicator) {
  event.preventDefault();
  const form = event.target;
  const value = form.elements.value.value.trim();
  const unseen = form.elements.unseen.checked;
  if (Boolean(value) === unseen) return fault(form, "one-of-two");
  if (value && !/^[+-]?\d{1,15}(\.\d{1,6})?$/.test(value)) return fault(form, "not-a-number");
  const before = (await store.all("items")).filter((item) => item.visit === visit.uuid && item.indicator === indicator
    && (item.state === "stored" || item.state === "waiting"));
  const corrects = before.length ? before[before.length - 1].uuid : null;
  return written(form, visit, { kind: "verification", indicator, value: unseen ? null : value, note: form.elements.note.value.trim(), corrects });
}

function fault(form, name) {
  const place = form.querySelector(".errorlist");
  place.textContent = word(name);
  place.hidden = false;
}

async function written(form, visit, item) {
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const photos = [];
    for (const file of form.elements.photo ? form.elements.photo.files : []) {
      const blob = await redrawn(file);
      photos.push({ id: crypto.randomUUID(), unit: visit.unit, scheme: visit.scheme, name: `${visit.unit}-${photos.length + 1}.jpg`, blob, sha256: null });
    }
    await store.write({ ...item, uuid: crypto.randomUUID(), visit: visit.uuid }, photos);
  } catch (error) {
    return fault(form, error && error.name === "QuotaExceededError" ? "full" : "unreadable");
  } finally { button.disabled = false; }
  form.reset();
  form.querySelector(".errorlist").hidden = true;
  await draw();
  return attempt();
}

function visitHere() { return store.all("visits").then((all) => all.find((one) => one.uuid === find("visit").dataset.uuid)); }

find("finding").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  if (!form.elements.what.value.trim()) return fault(form, "say-what");
  return written(form, await visitHere(), { kind: "finding", what: form.elements.what.value.trim(), clause: form.elements.clause.value.trim() });
});
find("finish").addEventListener("submit", async (event) => {
  event.preventDefault();
  return written(event.target, await visitHere(), { kind: "finish", note: event.target.elements.note.value.trim() });
});

function show(name, light) {
  find("net").textContent = word(name);
  find("net").className = `light ${light}`;
  find("sign-in").hidden = name !== "signed-out";
}

// Hands in whatever waits; nothing is lost when it does not work out, and the next chance is taken.
async function attempt() {
  if (handing) return;
  handing = true;
  try {
    if (navigator.onLine === false) throw new OutOfReach();
    show("handing", "waiting");
    await handIn(store, urls);
    show("online", "done");
  } catch (error) {
    if (error instanceof SignedOut) show("signed-out", "returned");
    else if (error instanceof OutOfReach) show("offline", "returned");
    else { show("broken", "late"); console.error(error); }
  } finally { handing = false; }
  await draw();
  if ((await store.all("items")).some((item) => item.state === "waiting")) setTimeout(attempt, 15000);
}

addEventListener("hashchange", () => { draw(); scrollTo(0, 0); });
addEventListener("online", attempt);
addEventListener("offline", () => show("offline", "returned"));
addEventListener("visibilitychange", () => { if (!document.hidden) attempt(); });
find("now").addEventListener("click", attempt);

await draw();
document.body.dataset.ready = "yes";
if ("serviceWorker" in navigator) {
  const { worker, scope } = document.body.dataset;
  const registered = await navigator.serviceWorker.register(worker, { scope }).catch(() => null);
  const kept = registered && await navigator.serviceWorker.ready;
  // The page of this very visit goes into the pocket too, not only the next one.
  if (kept) await fetch(scope, { headers: { Accept: "text/html" } }).then(async (fresh) => {
    const name = (await caches.keys()).find((one) => one.startsWith("youju-carry-"));
    if (name && fresh.ok && !fresh.redirected) await (await caches.open(name)).put(scope, fresh);
  }).catch(() => null);
  document.body.dataset.kept = kept ? "yes" : "no";
}
if (navigator.storage && navigator.storage.persist) {
  const granted = await navigator.storage.persisted() || await navigator.storage.persist();
  find("storage").textContent = word(granted ? "persisted" : "not-persisted");
  document.body.dataset.persist = granted ? "granted" : "asked";
}
await attempt();
