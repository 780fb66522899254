// The search boxes that select2 draws have no name of their own: each gets that of its field.
function nameBoxes() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) {
    const label = select.labels[0];
    const box = select.nextElementSibling;
    if (!label || !box) continue;
    label.id ||= `${select.id}_label`;
    const shown = box.querySelector("[role=textbox]");
    shown?.setAttribute("aria-labelledby", label.id);
    box.querySelector("[role=combobox]")?.setAttribute("aria-labelledby", shown ? `${label.id} ${shown.id}` : label.id);
  }
}

window.addEventListener("load", () => setTimeout(nameBoxes));
document.addEventListener("formset:added", () => setTimeout(nameBoxes));
