// After a form was refused, the reader is taken to what has to be put right.
document.querySelector("[data-error-summary]")?.focus();
