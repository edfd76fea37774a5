// Copying: the text of a figure into the clipboard, or selected where the browser gives no clipboard.
const select = (text) => {
  const range = document.createRange();
  range.selectNodeContents(text);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
};

element.addEventListener("click", async (event) => {
  const button = event.target.closest(".copy");
  if (!button) return;
  const text = button.closest("figure").querySelector("pre");
  const label = button.dataset.label ?? button.textContent;
  button.dataset.label = label;
  try {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = button.dataset.done;
  } catch {
    select(text);
    button.textContent = button.dataset.failed;
  }
  setTimeout(() => { button.textContent = label; }, 2500);
});
