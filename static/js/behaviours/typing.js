// Fires "cobuild:typed" 300 ms after the last letter, never while an input method composes; htmx listens for it.
export default (field) => {
  let wait;
  field.addEventListener("input", (event) => {
    clearTimeout(wait);
    if (event.isComposing) return;
    wait = setTimeout(() => field.dispatchEvent(new CustomEvent("cobuild:typed", { bubbles: true })), 300);
  });
  field.addEventListener("compositionend", () => field.dispatchEvent(new Event("input", { bubbles: true })));
};
