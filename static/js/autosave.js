// What is typed is kept a moment later, if it fits; the button beneath the form does the same without this.
const PAUSE = 1500;

for (const form of document.querySelectorAll("[data-autosave]")) {
  const said = form.querySelector("[data-autosave-said]");
  let waiting;

  async function keep() {
    const answer = await fetch(location.pathname, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Autosave": "1" },
    }).catch(() => null);
    said.textContent = answer?.status === 204 ? said.dataset.kept : said.dataset.notKept;
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}
