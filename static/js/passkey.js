// What needs a passkey is shown only where the browser knows them; a failed try says so in words.
const parts = document.querySelectorAll("[data-passkey]");
if (window.PublicKeyCredential) parts.forEach((part) => { part.hidden = false; });

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const notice = document.querySelector("[data-passkey-failed]");
  if (notice) notice.hidden = false;
});
