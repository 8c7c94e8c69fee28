// Buttons that copy the text of a field; without a script the field is there to be selected.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const words = button.firstChild;
  const label = words.data;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    words.data = button.dataset.done;
    setTimeout(() => (words.data = label), 4000);
  });
}
