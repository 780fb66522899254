// Who types is at work, though no page is asked for: the server is told so, at most every two minutes.
const PAUSE = 2 * 60 * 1000;
const { awake } = document.querySelector("[data-awake]").dataset;
let told = Date.now();

document.addEventListener("input", () => {
  if (Date.now() - told < PAUSE) return;
  told = Date.now();
  fetch(awake, { cache: "no-store" }).catch(() => {});
});
