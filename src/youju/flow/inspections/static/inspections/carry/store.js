// What the device holds: the list of visits, what was written down (in its order), and the photos. One database for
// each person, so that a telephone that changes hands shows nobody another's list and loses nobody's words.

const asked = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

export async function open(person) {
  const opening = indexedDB.open(`youju-carry-${person}`, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("visits", { keyPath: "uuid" });
    opening.result.createObjectStore("items", { keyPath: "n", autoIncrement: true });
    opening.result.createObjectStore("photos", { keyPath: "id" });
  };
  return new Store(await asked(opening));
}

class Store {
  constructor(base) { this.base = base; }

  // One transaction for all of it: either everything that belongs together is on the disk or nothing of it.
  async change(names, act) {
    const bundle = this.base.transaction(names, "readwrite", { durability: "strict" });
    act(...names.map((name) => bundle.objectStore(name)));
    await new Promise((done, failed) => {
      bundle.oncomplete = done;
      bundle.onabort = bundle.onerror = () => failed(bundle.error);
    });
  }

  all(name) { return asked(this.base.transaction(name).objectStore(name).getAll()); }
  photo(id) { return asked(this.base.transaction("photos").objectStore("photos").get(id)); }

  // The photos of an item are written with it, so that a killed app never leaves a value without its photo.
  write(item, photos) {
    return this.change(["items", "photos"], (items, kept) => {
      for (const photo of photos) kept.put(photo);
      items.add({ ...item, state: "waiting", photos: photos.map((photo) => photo.id), written: Date.now() });
    });
  }

  put(item) { return this.change(["items"], (items) => items.put(item)); }
  remove(item) {
    return this.change(["items", "photos"], (items, photos) => {
      items.delete(item.n);
      for (const id of item.photos || []) photos.delete(id);
    });
  }

  keepPhoto(photo) { return this.change(["photos"], (photos) => photos.put(photo)); }

  // What was handed in leaves the device: its answer stays, its photos go.
  answered(item, answer) {
    return this.change(["items", "photos"], (items, photos) => {
      items.put({ ...item, state: answer.status, answer });
      if (answer.status === "stored") for (const id of item.photos || []) photos.delete(id);
    });
  }

  // The house's list replaces ours; what was written down for visits that are gone stays until it is answered.
  replaceVisits(list) {
    return this.change(["visits", "items"], (visits, items) => {
      visits.clear();
      for (const visit of list) visits.put(visit);
      const here = new Set(list.map((visit) => visit.uuid));
      items.openCursor().onsuccess = (event) => {
        const cursor = event.target.result;
        if (!cursor) return;
        if (cursor.value.state === "stored" && !here.has(cursor.value.visit)) cursor.delete();
        cursor.continue();
      };
    });
  }
}
