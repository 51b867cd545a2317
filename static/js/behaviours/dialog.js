// A page of ours shown as a dialog: data-behaviour="dialog" on its link, or open(address). The browser gives focus back.
export const open = async (url) => {
  const answer = await fetch(url, { headers: { "HX-Request": "true" } });
  const dialog = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html").querySelector("dialog");
  if (!dialog || document.getElementById(dialog.id)) return;
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
