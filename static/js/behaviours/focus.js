// The error summary takes focus when the page opens with errors.
export default (element) => { element.focus({ preventScroll: false }); };
