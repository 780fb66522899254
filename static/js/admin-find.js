// The list narrows as it is typed; the button of the form does the same without this.
const PAUSE = 250;

for (const form of document.querySelectorAll("[data-narrowing]")) {
  const found = document.getElementById(form.dataset.narrowing);
  let waiting, asked = 0;

  async function narrow() {
    const turn = ++asked;
    const sent = { method: "POST", body: new FormData(form), headers: { "X-Narrowing": "1" } };
    const answer = await fetch(form.getAttribute("action") || location.pathname, sent).catch(() => null);
    // An answer that comes after a later question is no longer one.
    if (answer?.ok && !answer.redirected && turn === asked) found.innerHTML = await answer.text();
  }

  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(narrow, PAUSE);
  });
  form.addEventListener("submit", () => clearTimeout(waiting));
}

// What is typed in one form stands in another that asks the same; what is changed there stays as it is.
for (const also of document.querySelectorAll("[data-also]")) {
  const own = new Set();
  also.addEventListener("input", ({ target }) => own.add(target.name));
  document.getElementById(also.dataset.also).addEventListener("input", ({ target }) => {
    if (also.elements[target.name] && !own.has(target.name)) also.elements[target.name].value = target.value;
  });
}
