// A page that comes back with errors puts the summary first, for eyes and for screen readers alike.
const focusSummary = () => document.querySelector("[data-focus-on-load]")?.focus();
focusSummary();
document.addEventListener("htmx:afterSettle", focusSummary);
