// Copies the value of data-copy's field; says data-done on the button for two seconds.
export default (button) => {
  button.addEventListener("click", async () => {
    const field = document.querySelector(button.dataset.copy);
    try { await navigator.clipboard.writeText(field.value); } catch { field.select(); return; }
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = button.dataset.done;
    setTimeout(() => { label.textContent = before; }, 2000);
  });
};
