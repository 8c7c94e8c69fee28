// A page that comes back with errors puts the summary first, for eyes and for screen readers alike.
document.querySelector("[data-focus-on-load]")?.focus();
