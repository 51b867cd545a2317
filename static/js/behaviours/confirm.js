// Asks once before an act that cannot be taken back; without scripts the server's own page asks.
export default (button) => {
  button.addEventListener("click", (event) => { if (!confirm(button.dataset.confirm)) event.preventDefault(); });
};
