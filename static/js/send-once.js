// A form whose answer is still on its way is not sent once more by an impatient second press; its button says so.
const onTheirWay = new Map();

function settle(form) {
  const button = onTheirWay.get(form);
  onTheirWay.delete(form);
  form.removeAttribute("aria-busy");
  button?.removeAttribute("aria-disabled");
}

addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const form = event.target;
  if (onTheirWay.has(form)) return event.preventDefault();
  onTheirWay.set(form, event.submitter);
  form.setAttribute("aria-busy", "true");
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => settle(form), 10_000);
});
addEventListener("pageshow", () => [...onTheirWay.keys()].forEach(settle));
