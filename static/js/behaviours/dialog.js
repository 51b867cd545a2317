// A page of ours shown as a dialog: data-behaviour="dialog" on its link, or open(address). The browser gives focus back.
let waiting = false;
const fetched = async (url) => {
  waiting = true;
  const answer = await fetch(url, { headers: { "HX-Request": "true" } }).finally(() => { waiting = false; });
  return new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html").querySelector("dialog");
};
export const open = async (url) => {
  // pressed again while it is on its way, or there: an answer that comes late would open it once more
  if (waiting || document.querySelector("dialog[open]")) return;
  const dialog = await fetched(url);
  if (!dialog) return;
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => { if (event.target === dialog || event.target.closest("[data-close]")) dialog.close(); });
  dialog.showModal();
  document.dispatchEvent(new CustomEvent("cobuild:added"));
};
export default (link) => {
  link.addEventListener("click", (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(link.href);
  });
};
