// A form whose answer is still on its way is not sent once more by an impatient second press.
const onTheirWay = new Set();

addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  if (onTheirWay.has(event.target)) event.preventDefault();
  onTheirWay.add(event.target);
  setTimeout(() => onTheirWay.delete(event.target), 10_000);
});
addEventListener("pageshow", () => onTheirWay.clear());
