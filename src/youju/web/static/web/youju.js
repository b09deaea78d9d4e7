// Show the answer of a refused htmx request: htmx 2 does not swap 4xx by itself, and a refusal must be read.
document.addEventListener("htmx:beforeSwap", (event) => {
  const status = event.detail.xhr.status;
  if (status === 403 || status === 404 || status === 409 || status === 422) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    if (event.detail.requestConfig.elt.closest("[data-opens]")) {
      event.detail.serverResponse = `<tr class="opened"><td colspan="20"><div class="held-in" tabindex="-1">${event.detail.serverResponse}</div></td></tr>`;
    }
  }
});

// A row that opens under another: asked for again it closes, opened it is gone to, closed one is back where one was.
const under = (opener) => {
  const next = opener.closest("tr").nextElementSibling;
  return next && next.classList.contains("opened") ? next : null;
};
const shut = (row) => {
  const opener = row.previousElementSibling.querySelector("[data-opens]");
  row.remove();
  opener.setAttribute("aria-expanded", "false");
  opener.focus();
};
document.addEventListener("htmx:beforeRequest", (event) => {
  const opener = event.target.closest("[data-opens]");
  const open = opener && under(opener);
  if (open) {
    event.preventDefault();
    shut(open);
  }
});
document.addEventListener("htmx:afterSettle", (event) => {
  const opener = event.detail.requestConfig && event.detail.requestConfig.elt.closest("[data-opens]");
  const open = opener && under(opener);
  if (open) {
    opener.setAttribute("aria-expanded", "true");
    open.querySelector(".held-in").focus({ preventScroll: true });
    if (open.getBoundingClientRect().bottom > innerHeight) opener.closest("tr").scrollIntoView();
  }
});
document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-closes]");
  if (closer) shut(closer.closest("tr.opened"));
});
