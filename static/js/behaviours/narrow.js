// The address says what the list is narrowed to, without what was not chosen.
export default (form) => {
  form.addEventListener("change", () => {
    const chosen = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    history.replaceState(null, "", `${form.getAttribute("action")}${chosen.size ? `?${chosen}` : ""}`);
  });
};
