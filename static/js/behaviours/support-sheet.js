// The joining sheet: opens over the page, takes focus; Escape or the cross closes it, and the browser returns focus to the button.
export default (dialog) => {
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
};
