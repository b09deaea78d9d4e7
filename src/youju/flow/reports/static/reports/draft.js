// What was typed and could not be sent (no network, an expired session) stays on this machine until it is saved.
const form = document.getElementById("report");
const key = `draft:${form.dataset.draft}`;
const kept = document.getElementById("kept");

function typed() {
  const found = {};
  for (const field of form.elements) {
    if (/^(value|note)-/.test(field.name)) found[field.name] = field.value;
  }
  return found;
}

function differs(stored) {
  const now = typed();
  return Object.keys(stored).some((name) => name in now && stored[name] !== now[name]);
}

let stored = null;
try { stored = JSON.parse(localStorage.getItem(key)); } catch { stored = null; }
if (stored && differs(stored)) kept.hidden = false;

document.getElementById("restore").addEventListener("click", () => {
  for (const [name, value] of Object.entries(stored || {})) {
    if (form.elements[name]) form.elements[name].value = value;
  }
  kept.hidden = true;
  form.dispatchEvent(new Event("change", { bubbles: true }));
});

form.addEventListener("input", () => {
  try { localStorage.setItem(key, JSON.stringify(typed())); } catch { /* a full disk keeps the page as it is */ }
});
document.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.elt === form && event.detail.successful) localStorage.removeItem(key);
});
