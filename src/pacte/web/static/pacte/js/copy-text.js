// Copies the words of an element in one click. Without JavaScript the button stays hidden: the words are there to select.
function put(text) {
  let taken = false;
  const fill = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    taken = true;
  };
  document.addEventListener("copy", fill, { once: true });
  document.execCommand("copy");
  document.removeEventListener("copy", fill);
  return taken;
}

for (const button of document.querySelectorAll("[data-copy-text]")) {
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    const label = button.textContent;
    const done = put(button.dataset.copyText) || await navigator.clipboard?.writeText(button.dataset.copyText).then(() => true, () => false);
    button.textContent = done ? "Copié" : "Copie refusée par le navigateur";
    window.setTimeout(() => { button.textContent = label; }, 4000);
  });
}
