// Chooses the browser's own time zone where nobody has chosen one yet (data-zone names what counts as not chosen).
export default (field) => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field.value !== field.dataset.zone || ![...field.options].some((option) => option.value === own)) return;
  field.value = own;
};
