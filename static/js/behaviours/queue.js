// The moderators' desk: on wide screens the list lies open, a panel that opens takes focus, numbers choose in it.
const wide = matchMedia("(width >= 85rem)");
let desk = null;
let isBusy = false;

const arrive = () => {
  desk = document.querySelector("#desk");
  isBusy = false;
  if (!desk) return;
  const list = desk.querySelector(".desk-queue");
  if (wide.matches && list) list.open = true;
  history.replaceState(history.state, "", desk.dataset.url);
};

// One panel at a time; its first field is where writing begins, its numbers work before that.
const openPanel = (event) => {
  const panel = event.target;
  if (!panel.matches?.("[data-panel]") || !panel.open) return;
  for (const other of desk.querySelectorAll("[data-panel][open]")) if (other !== panel) other.open = false;
  panel.scrollIntoView({ block: "nearest" });
};

const pick = (event) => {
  if (!desk?.isConnected || event.isComposing || event.metaKey || event.ctrlKey || event.altKey) return;
  if (document.documentElement.dataset.keys === "off") return;
  if (event.target.closest?.("input:not([type=checkbox]), textarea, select")) return;
  // a second key while the next item is on its way would decide what nobody has read
  if (isBusy && event.key.length === 1) { event.preventDefault(); event.stopImmediatePropagation(); return; }
  if (event.key === "Escape") for (const panel of desk.querySelectorAll("[data-panel][open]")) panel.open = false;
  if (!/^[1-9]$/.test(event.key)) return;
  const choice = desk.querySelector(`[data-panel][open] [data-pick="${event.key}"]`);
  if (!choice) return;
  event.preventDefault();
  choice.click();
};

export default () => {
  if (!desk) {
    document.addEventListener("keydown", pick, { capture: true });
    document.addEventListener("toggle", openPanel, { capture: true });
    document.addEventListener("htmx:before:request", (event) => { if (event.target.closest?.("#desk") && !event.target.matches(".look")) isBusy = true; });
    for (const name of ["htmx:after:swap", "htmx:error", "htmx:response:error"]) {
      document.addEventListener(name, (event) => {
        arrive();
        if (name === "htmx:after:swap" && !event.target.matches?.(".look")) desk?.querySelector("#item-title")?.focus({ preventScroll: true });
      });
    }
  }
  arrive();
};
