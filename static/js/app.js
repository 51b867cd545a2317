// Enhancement only: every form and link works without this file.
const root = document.documentElement;
root.classList.add("js");

// Behaviours: data-behaviour="copy" loads behaviours/copy.js once and calls its default export per element.
const wake = (scope) => {
  const found = [...(scope.matches?.("[data-behaviour]") ? [scope] : []), ...scope.querySelectorAll("[data-behaviour]")];
  for (const element of found) {
    if (element.dataset.awake) continue;
    element.dataset.awake = "1";
    for (const name of element.dataset.behaviour.split(" ")) {
      if (!/^[a-z-]+$/.test(name)) continue;
      import(`./behaviours/${name}.js`).then((module) => module.default(element), () => {});
    }
  }
};
wake(document.body);
for (const added of ["htmx:after:swap", "cobuild:added"]) document.addEventListener(added, () => wake(document.body));

// Menus (details) close on Escape and on a press outside.
const closeMenus = (except) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
};
document.addEventListener("pointerdown", (event) => closeMenus(event.target.closest?.("details.menu")));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    const menu = document.activeElement?.closest("details.menu[open]");
    closeMenus();
    menu?.querySelector("summary").focus();
    return;
  }
  if (event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openDialog("/palette");
    return;
  }
  // Single keys only outside fields and dialogs, never while composing, and not when switched off (data-keys="off").
  if (event.metaKey || event.ctrlKey || event.altKey || root.dataset.keys === "off") return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
  const target = goal(event.key);
  going = event.key === "g" ? Date.now() : 0;
  if (!target) return;
  event.preventDefault();
  target.matches("input, textarea, select") ? target.focus() : target.click();
});

// g and then a letter within a second and a half goes to a page; any other key is a button's own: of the card that has focus, else the first.
let going = 0;
const goal = (key) => {
  const name = Date.now() - going < 1500 ? "go" : "key";
  const found = [...document.querySelectorAll(`[data-${name}="${CSS.escape(key)}"]`)];
  if (name === "go") return found[0];
  const shown = found.filter((one) => one.checkVisibility());
  return shown.find((one) => one.closest("article")?.contains(document.activeElement)) ?? shown[0];
};
const openDialog = (url) => import("./behaviours/dialog.js").then((module) => module.open(url));

// A failed htmx request leaves the page as it was and says so.
const failed = (event) => {
  const live = document.querySelector("#live");
  if (!live) return;
  const note = document.createElement("p");
  note.className = "toast";
  note.textContent = live.dataset.failed || "";
  if (note.textContent) live.replaceChildren(note);
  event.target.closest?.("form")?.dispatchEvent(new CustomEvent("cobuild:failed"));
};
document.addEventListener("htmx:response:error", failed);
document.addEventListener("htmx:error", failed);

// A form is sent once: the second press of a slow button does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-hx-post")) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });
