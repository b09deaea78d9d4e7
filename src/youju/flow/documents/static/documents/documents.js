// Facts and words point at each other; without this script the numbered links do the same by anchors.
const marksOf = (name) => document.querySelectorAll(`mark[data-mark="${name}"]`);
const light = (name, on) => {
  for (const mark of marksOf(name)) mark.classList.toggle("lit", on);
  document.getElementById(`card-${name}`)?.classList.toggle("lit", on);
};
for (const [kind, on] of [["mouseover", true], ["mouseout", false]]) {
  document.addEventListener(kind, (event) => {
    const owner = event.target.closest?.("[data-mark]");
    if (owner) light(owner.dataset.mark, on);
  });
}
document.addEventListener("click", (event) => {
  const mark = event.target.closest?.("mark.fact");
  if (mark && !event.target.closest("a")) document.getElementById(`card-${mark.dataset.mark}`)?.scrollIntoView({ block: "center" });
});
// A refusal that brings no card of its own is shown inside the card, so that what was typed stays.
document.addEventListener("htmx:beforeSwap", (event) => {
  const card = event.detail.elt.closest?.(".card");
  if (card && event.detail.xhr.status >= 400 && !event.detail.xhr.responseText.includes(`id="${card.id}"`)) {
    event.detail.target = card.querySelector(".answer");
    event.detail.swapOverride = "innerHTML";
  }
});
document.addEventListener("htmx:afterSwap", (event) => {
  for (const card of document.querySelectorAll(".card")) {
    for (const mark of marksOf(card.dataset.mark)) mark.className = `fact ${card.dataset.style}${mark.classList.contains("clause") ? " clause" : ""}`;
  }
});
